"""What makes the shipped model files in models/, from rendered walkers whose joints are known exactly.

In this order: `walkers` draws bodies, clothes, gaits and cameras; `rendering` films them; `legs` and
`live_legs` pair the landmarks of those films with the true joints; `network` and `correction` train the two
leg corrections, one settings object each (`settings`); `precision` estimates the errors that remain.
"""
