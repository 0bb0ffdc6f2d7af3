"""Every test: specs, generator, wire, clients, emulator, fuzzing, docs, live hosts."""
