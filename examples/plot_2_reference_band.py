"""
A curve beside its reference range
==================================

The ankle of a foot drop, with the mean and one standard deviation of unimpaired walking.
"""

# %%
# A saved result is read back without the video. The reference data come with their source.
from matplotlib import pyplot as plt
from sample_results import result_of
from visiongait import Person
from visiongait.norms import band, pace_of

result = result_of("d03")
reference = band("ankle_dorsiflexion_deg", Person(age_years=45), pace_of(result.assessment))
assert reference is not None
print(reference.origin.paper, "–", reference.origin.population)

# %%
percent = range(101)
low, high = reference.mean_deg - reference.sd_deg, reference.mean_deg + reference.sd_deg
plt.fill_between(percent, low, high, color="0.85", label="reference, mean ± SD")
strides = result.cycles[result.cycles["valid"]]
for side, colour in (("left", "tab:blue"), ("right", "tab:orange")):
    for _, stride in strides[strides["side"] == side].groupby("stride"):
        plt.plot(stride["percent"], stride["ankle_dorsiflexion_deg"], color=colour, linewidth=1)
    plt.plot([], [], color=colour, label=side)
plt.xlabel("gait cycle, %")
plt.ylabel("ankle dorsiflexion, °")
plt.legend()
