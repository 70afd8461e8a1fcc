"""
Compare two sessions
====================

Which differences between two recordings are larger than their measurement error?
"""

# %%
# The two samples stand in for one patient before and after treatment. ``detectable`` is the minimal
# detectable change; ``outcome`` is ``within`` it, ``more`` or ``less``, or ``unknown``.
from matplotlib import pyplot as plt
from sample_results import result_of
from visiongait.change import compare

before, after = result_of("d03"), result_of("d01")
changes = [
    one
    for one in compare(before.assessment, after.assessment)
    if one.before.metric in ("peak_dorsiflexion_swing_deg", "foot_strike_angle_deg", "ankle_rom_deg")
    and one.before.side != "both"
    and one.quality != "withheld"
]
for one in changes:
    print(f"{one.before.metric}, {one.before.side}: {one.difference.value:+.1f}, {one.outcome}")

# %%
for row, one in enumerate(changes):
    plt.plot([one.difference.low, one.difference.high], [row, row], color="0.6")
    plt.plot(one.difference.value, row, "o", color="tab:blue" if one.outcome in ("more", "less") else "0.6")
plt.axvline(0, color="black", linewidth=0.8)
plt.yticks(range(len(changes)), [f"{one.before.metric}, {one.before.side}" for one in changes])
plt.xlabel("change, ° (95 % interval)")
plt.tight_layout()
