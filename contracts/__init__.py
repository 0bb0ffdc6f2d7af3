"""Every test of the project: specs, generator, wire, clients, emulator, fuzzing, docs, live hosts."""
