// Where the emulator is. An emulator that serves these pages serves another file in place of this one.
window.EMULATOR = null;
