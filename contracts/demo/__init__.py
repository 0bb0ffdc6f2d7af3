"""``make demo``: the main job from start to end, on the emulator, with real pictures."""
