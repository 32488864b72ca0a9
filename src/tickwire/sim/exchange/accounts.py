"""Who trades on the exchange, and what they have. Amounts are integers in units of 1e-8, rates as well."""

from __future__ import annotations

from dataclasses import dataclass, field

from .counts import OrderCounts

NO_GROUP = -1


@dataclass(slots=True)
class Balance:
    """What an account has of one asset: free, and locked for open orders."""

    free: int = 0
    locked: int = 0


@dataclass(slots=True)
class Commission:
    """What an account pays of what it receives, in units of 1e-8: 100_000 is 0.1 %."""

    maker: int = 100_000
    taker: int = 100_000


@dataclass(slots=True, eq=False)
class Account:
    """One account. `trade_group_id` names the accounts that do not trade with one another; NO_GROUP for none."""

    name: str
    uid: int
    counts: OrderCounts
    commission: Commission = field(default_factory=Commission)
    trade_group_id: int = NO_GROUP
    can_trade: bool = True
    update_time: int = 0
    balances: dict[str, Balance] = field(default_factory=dict)

    def balance(self, asset: str) -> Balance:
        """What there is of an asset; a new, empty balance when it was never held."""
        if (found := self.balances.get(asset)) is None:
            found = self.balances[asset] = Balance()
        return found

    def shares_trades_with(self, other: Account) -> bool:
        """Whether a trade between the two would be one with oneself."""
        return self is other or (self.trade_group_id != NO_GROUP and self.trade_group_id == other.trade_group_id)
