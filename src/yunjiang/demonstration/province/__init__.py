"""A generated province: what every unit of Yunnan might have reported from 2021 to 2025. All of it is invented.

`shapes.csv` says of each measure how much there is and how it goes over the years, `sizes.csv` how large the prefectures
are against each other; the rest follows from a seed, always the same. Quantities go to the data set of demonstration data
and nowhere else.
"""
