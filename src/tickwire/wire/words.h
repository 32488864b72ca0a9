/* Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`. */
#pragma once

/* Numbers of words in the structs, as the venue's SBE schema has them where it has them. Words in no
 * list here get numbers from TICKWIRE_WORD_LEARNED on when they are first met. */
enum {
    TICKWIRE_WORD_LEARNED = 128,
    TICKWIRE_WORD_UNLISTED = 254, /* in no list, and no number was left */
    TICKWIRE_WORD_ABSENT = 255,   /* the message has no word there */
};

/* Whether an order buys or sells. */
enum {
    TICKWIRE_SIDE_BUY = 0,
    TICKWIRE_SIDE_SELL = 1,
};

/* What kind of order it is. */
enum {
    TICKWIRE_ORDER_TYPE_MARKET = 0,
    TICKWIRE_ORDER_TYPE_LIMIT = 1,
    TICKWIRE_ORDER_TYPE_STOP_LOSS = 2,
    TICKWIRE_ORDER_TYPE_STOP_LOSS_LIMIT = 3,
    TICKWIRE_ORDER_TYPE_TAKE_PROFIT = 4,
    TICKWIRE_ORDER_TYPE_TAKE_PROFIT_LIMIT = 5,
    TICKWIRE_ORDER_TYPE_LIMIT_MAKER = 6,
};

/* How long an order stands: until cancelled, filled at once or not at all, filled at once as far as it goes. */
enum {
    TICKWIRE_TIME_IN_FORCE_GTC = 0,
    TICKWIRE_TIME_IN_FORCE_IOC = 1,
    TICKWIRE_TIME_IN_FORCE_FOK = 2,
};

/* Where an order stands. */
enum {
    TICKWIRE_ORDER_STATUS_NEW = 0,
    TICKWIRE_ORDER_STATUS_PARTIALLY_FILLED = 1,
    TICKWIRE_ORDER_STATUS_FILLED = 2,
    TICKWIRE_ORDER_STATUS_CANCELED = 3,
    TICKWIRE_ORDER_STATUS_PENDING_CANCEL = 4,
    TICKWIRE_ORDER_STATUS_REJECTED = 5,
    TICKWIRE_ORDER_STATUS_EXPIRED = 6,
    TICKWIRE_ORDER_STATUS_EXPIRED_IN_MATCH = 9,
    TICKWIRE_ORDER_STATUS_PENDING_NEW = 11,
    TICKWIRE_ORDER_STATUS_UNKNOWN = 253,
};

/* What an execution report reports. */
enum {
    TICKWIRE_EXECUTION_TYPE_NEW = 0,
    TICKWIRE_EXECUTION_TYPE_CANCELED = 1,
    TICKWIRE_EXECUTION_TYPE_REPLACED = 2,
    TICKWIRE_EXECUTION_TYPE_REJECTED = 3,
    TICKWIRE_EXECUTION_TYPE_TRADE = 4,
    TICKWIRE_EXECUTION_TYPE_EXPIRED = 5,
    TICKWIRE_EXECUTION_TYPE_TRADE_PREVENTION = 8,
    TICKWIRE_EXECUTION_TYPE_UNKNOWN = 253,
};

/* Why the engine rejected an order. SBE has text here; the codes are ours. */
enum {
    TICKWIRE_REJECT_REASON_NONE = 1,
    TICKWIRE_REJECT_REASON_INSUFFICIENT_BALANCES = 2,
    TICKWIRE_REJECT_REASON_STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY = 3,
    TICKWIRE_REJECT_REASON_WOULD_MATCH_IMMEDIATELY = 4,
    TICKWIRE_REJECT_REASON_OCO_BAD_PRICES = 5,
};

/* Why an order expired. SBE has no number for NONE; 0 is ours. */
enum {
    TICKWIRE_EXPIRY_REASON_NONE = 0,
    TICKWIRE_EXPIRY_REASON_REJECTED = 1,
    TICKWIRE_EXPIRY_REASON_EXCHANGE_CANCELED = 2,
    TICKWIRE_EXPIRY_REASON_OCO_TRIGGER = 3,
    TICKWIRE_EXPIRY_REASON_OTO_PHASE_ONE_EXPIRED = 4,
    TICKWIRE_EXPIRY_REASON_UNFILLED_IOC_QUANTITY_EXPIRED = 5,
    TICKWIRE_EXPIRY_REASON_UNFILLED_FOK_ORDER_EXPIRED = 6,
    TICKWIRE_EXPIRY_REASON_INSUFFICIENT_LIQUIDITY = 7,
    TICKWIRE_EXPIRY_REASON_EXECUTION_RULE_PRICE_RANGE_EXCEEDED = 8,
};

/* What happens when an order would trade with one of the same account or group. */
enum {
    TICKWIRE_SELF_TRADE_PREVENTION_NONE = 1,
    TICKWIRE_SELF_TRADE_PREVENTION_EXPIRE_TAKER = 2,
    TICKWIRE_SELF_TRADE_PREVENTION_EXPIRE_MAKER = 3,
    TICKWIRE_SELF_TRADE_PREVENTION_EXPIRE_BOTH = 4,
    TICKWIRE_SELF_TRADE_PREVENTION_DECREMENT = 5,
    TICKWIRE_SELF_TRADE_PREVENTION_TRANSFER = 6,
};

/* How much the reply to an order says (`newOrderRespType`). SBE has no such enum; the codes are ours. */
enum {
    TICKWIRE_RESPONSE_TYPE_ACK = 1,
    TICKWIRE_RESPONSE_TYPE_RESULT = 2,
    TICKWIRE_RESPONSE_TYPE_FULL = 3,
};

/* What ties the orders of a list together. */
enum {
    TICKWIRE_CONTINGENCY_TYPE_OCO = 1,
    TICKWIRE_CONTINGENCY_TYPE_OTO = 2,
};

/* What happened to an order list. */
enum {
    TICKWIRE_LIST_STATUS_TYPE_RESPONSE = 0,
    TICKWIRE_LIST_STATUS_TYPE_EXEC_STARTED = 1,
    TICKWIRE_LIST_STATUS_TYPE_ALL_DONE = 2,
    TICKWIRE_LIST_STATUS_TYPE_UPDATED = 3,
};

/* Where an order list stands. */
enum {
    TICKWIRE_LIST_ORDER_STATUS_CANCELING = 0,
    TICKWIRE_LIST_ORDER_STATUS_EXECUTING = 1,
    TICKWIRE_LIST_ORDER_STATUS_ALL_DONE = 2,
    TICKWIRE_LIST_ORDER_STATUS_REJECT = 3,
};

/* Which price a pegged order follows: its own side's best, or the other side's. */
enum {
    TICKWIRE_PEG_PRICE_TYPE_PRIMARY_PEG = 1,
    TICKWIRE_PEG_PRICE_TYPE_MARKET_PEG = 2,
};

/* What the offset of a pegged order counts. */
enum {
    TICKWIRE_PEG_OFFSET_TYPE_PRICE_LEVEL = 1,
};

/* Where an order works: on the exchange's own book, or by smart order routing. */
enum {
    TICKWIRE_WORKING_FLOOR_EXCHANGE = 1,
    TICKWIRE_WORKING_FLOOR_BROKER = 2,
    TICKWIRE_WORKING_FLOOR_SOR = 3,
};

/* How an allocation came to be. */
enum {
    TICKWIRE_MATCH_TYPE_AUTO_MATCH = 1,
    TICKWIRE_MATCH_TYPE_ONE_PARTY_TRADE_REPORT = 2,
};

/* What an allocation is of. */
enum {
    TICKWIRE_ALLOCATION_TYPE_UNKNOWN = 0,
    TICKWIRE_ALLOCATION_TYPE_SOR = 2,
};

/* For whom an order was placed. */
enum {
    TICKWIRE_ORDER_CAPACITY_PRINCIPAL = 1,
    TICKWIRE_ORDER_CAPACITY_AGENCY = 2,
};

/* Whether the new order is placed though the cancellation failed. Not in SBE; the codes are ours. */
enum {
    TICKWIRE_CANCEL_REPLACE_MODE_STOP_ON_FAILURE = 1,
    TICKWIRE_CANCEL_REPLACE_MODE_ALLOW_FAILURE = 2,
};

/* What became of one half of a cancel-replace (SBE: cancelReplaceStatus). */
enum {
    TICKWIRE_CANCEL_REPLACE_RESULT_SUCCESS = 0,
    TICKWIRE_CANCEL_REPLACE_RESULT_FAILURE = 1,
    TICKWIRE_CANCEL_REPLACE_RESULT_NOT_ATTEMPTED = 2,
};

/* In which status alone an order is to be cancelled. Not in SBE; the codes are ours. */
enum {
    TICKWIRE_CANCEL_RESTRICTIONS_ONLY_NEW = 1,
    TICKWIRE_CANCEL_RESTRICTIONS_ONLY_PARTIALLY_FILLED = 2,
};

/* What a cancel-replace does when the order count is used up. Not in SBE; the codes are ours. */
enum {
    TICKWIRE_ORDER_RATE_LIMIT_MODE_DO_NOTHING = 1,
    TICKWIRE_ORDER_RATE_LIMIT_MODE_CANCEL_ONLY = 2,
};

/* Whether an instrument trades. */
enum {
    TICKWIRE_SYMBOL_STATUS_TRADING = 0,
    TICKWIRE_SYMBOL_STATUS_END_OF_DAY = 1,
    TICKWIRE_SYMBOL_STATUS_HALT = 2,
    TICKWIRE_SYMBOL_STATUS_BREAK = 3,
    TICKWIRE_SYMBOL_STATUS_CANCEL_ONLY = 4,
};

/* What one of the venue's limits counts. */
enum {
    TICKWIRE_RATE_LIMIT_TYPE_RAW_REQUESTS = 0,
    TICKWIRE_RATE_LIMIT_TYPE_CONNECTIONS = 1,
    TICKWIRE_RATE_LIMIT_TYPE_REQUEST_WEIGHT = 2,
    TICKWIRE_RATE_LIMIT_TYPE_ORDERS = 3,
};

/* The unit of a limit's window. */
enum {
    TICKWIRE_RATE_LIMIT_INTERVAL_SECOND = 0,
    TICKWIRE_RATE_LIMIT_INTERVAL_MINUTE = 1,
    TICKWIRE_RATE_LIMIT_INTERVAL_HOUR = 2,
    TICKWIRE_RATE_LIMIT_INTERVAL_DAY = 3,
};

/* What kind of account it is. */
enum {
    TICKWIRE_ACCOUNT_TYPE_SPOT = 0,
    TICKWIRE_ACCOUNT_TYPE_UNKNOWN = 2,
};
