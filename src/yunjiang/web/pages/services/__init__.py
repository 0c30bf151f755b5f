"""Pages of inclusive services beside those that every register has: giving a place, redeeming it, handing places down."""
