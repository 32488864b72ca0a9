/* Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`. */
#pragma once
#include "field.h"
#include "messages.h"

static const word_t SIDE_WORDS[] = {
    {"BUY", 3, TICKWIRE_SIDE_BUY},
    {"SELL", 4, TICKWIRE_SIDE_SELL},
};
static const word_t ORDER_TYPE_WORDS[] = {
    {"MARKET", 6, TICKWIRE_ORDER_TYPE_MARKET},
    {"LIMIT", 5, TICKWIRE_ORDER_TYPE_LIMIT},
    {"STOP_LOSS", 9, TICKWIRE_ORDER_TYPE_STOP_LOSS},
    {"STOP_LOSS_LIMIT", 15, TICKWIRE_ORDER_TYPE_STOP_LOSS_LIMIT},
    {"TAKE_PROFIT", 11, TICKWIRE_ORDER_TYPE_TAKE_PROFIT},
    {"TAKE_PROFIT_LIMIT", 17, TICKWIRE_ORDER_TYPE_TAKE_PROFIT_LIMIT},
    {"LIMIT_MAKER", 11, TICKWIRE_ORDER_TYPE_LIMIT_MAKER},
};
static const word_t TIME_IN_FORCE_WORDS[] = {
    {"GTC", 3, TICKWIRE_TIME_IN_FORCE_GTC},
    {"IOC", 3, TICKWIRE_TIME_IN_FORCE_IOC},
    {"FOK", 3, TICKWIRE_TIME_IN_FORCE_FOK},
};
static const word_t ORDER_STATUS_WORDS[] = {
    {"NEW", 3, TICKWIRE_ORDER_STATUS_NEW},
    {"PARTIALLY_FILLED", 16, TICKWIRE_ORDER_STATUS_PARTIALLY_FILLED},
    {"FILLED", 6, TICKWIRE_ORDER_STATUS_FILLED},
    {"CANCELED", 8, TICKWIRE_ORDER_STATUS_CANCELED},
    {"PENDING_CANCEL", 14, TICKWIRE_ORDER_STATUS_PENDING_CANCEL},
    {"REJECTED", 8, TICKWIRE_ORDER_STATUS_REJECTED},
    {"EXPIRED", 7, TICKWIRE_ORDER_STATUS_EXPIRED},
    {"EXPIRED_IN_MATCH", 16, TICKWIRE_ORDER_STATUS_EXPIRED_IN_MATCH},
    {"PENDING_NEW", 11, TICKWIRE_ORDER_STATUS_PENDING_NEW},
    {"UNKNOWN", 7, TICKWIRE_ORDER_STATUS_UNKNOWN},
};
static const word_t EXECUTION_TYPE_WORDS[] = {
    {"NEW", 3, TICKWIRE_EXECUTION_TYPE_NEW},
    {"CANCELED", 8, TICKWIRE_EXECUTION_TYPE_CANCELED},
    {"REPLACED", 8, TICKWIRE_EXECUTION_TYPE_REPLACED},
    {"REJECTED", 8, TICKWIRE_EXECUTION_TYPE_REJECTED},
    {"TRADE", 5, TICKWIRE_EXECUTION_TYPE_TRADE},
    {"EXPIRED", 7, TICKWIRE_EXECUTION_TYPE_EXPIRED},
    {"TRADE_PREVENTION", 16, TICKWIRE_EXECUTION_TYPE_TRADE_PREVENTION},
    {"UNKNOWN", 7, TICKWIRE_EXECUTION_TYPE_UNKNOWN},
};
static const word_t REJECT_REASON_WORDS[] = {
    {"NONE", 4, TICKWIRE_REJECT_REASON_NONE},
    {"INSUFFICIENT_BALANCES", 21, TICKWIRE_REJECT_REASON_INSUFFICIENT_BALANCES},
    {"STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY", 36, TICKWIRE_REJECT_REASON_STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY},
    {"WOULD_MATCH_IMMEDIATELY", 23, TICKWIRE_REJECT_REASON_WOULD_MATCH_IMMEDIATELY},
    {"OCO_BAD_PRICES", 14, TICKWIRE_REJECT_REASON_OCO_BAD_PRICES},
};
static const word_t EXPIRY_REASON_WORDS[] = {
    {"NONE", 4, TICKWIRE_EXPIRY_REASON_NONE},
    {"REJECTED", 8, TICKWIRE_EXPIRY_REASON_REJECTED},
    {"EXCHANGE_CANCELED", 17, TICKWIRE_EXPIRY_REASON_EXCHANGE_CANCELED},
    {"OCO_TRIGGER", 11, TICKWIRE_EXPIRY_REASON_OCO_TRIGGER},
    {"OTO_PHASE_ONE_EXPIRED", 21, TICKWIRE_EXPIRY_REASON_OTO_PHASE_ONE_EXPIRED},
    {"UNFILLED_IOC_QUANTITY_EXPIRED", 29, TICKWIRE_EXPIRY_REASON_UNFILLED_IOC_QUANTITY_EXPIRED},
    {"UNFILLED_FOK_ORDER_EXPIRED", 26, TICKWIRE_EXPIRY_REASON_UNFILLED_FOK_ORDER_EXPIRED},
    {"INSUFFICIENT_LIQUIDITY", 22, TICKWIRE_EXPIRY_REASON_INSUFFICIENT_LIQUIDITY},
    {"EXECUTION_RULE_PRICE_RANGE_EXCEEDED", 35, TICKWIRE_EXPIRY_REASON_EXECUTION_RULE_PRICE_RANGE_EXCEEDED},
};
static const word_t SELF_TRADE_PREVENTION_WORDS[] = {
    {"NONE", 4, TICKWIRE_SELF_TRADE_PREVENTION_NONE},
    {"EXPIRE_TAKER", 12, TICKWIRE_SELF_TRADE_PREVENTION_EXPIRE_TAKER},
    {"EXPIRE_MAKER", 12, TICKWIRE_SELF_TRADE_PREVENTION_EXPIRE_MAKER},
    {"EXPIRE_BOTH", 11, TICKWIRE_SELF_TRADE_PREVENTION_EXPIRE_BOTH},
    {"DECREMENT", 9, TICKWIRE_SELF_TRADE_PREVENTION_DECREMENT},
    {"TRANSFER", 8, TICKWIRE_SELF_TRADE_PREVENTION_TRANSFER},
};
static const word_t RESPONSE_TYPE_WORDS[] = {
    {"ACK", 3, TICKWIRE_RESPONSE_TYPE_ACK},
    {"RESULT", 6, TICKWIRE_RESPONSE_TYPE_RESULT},
    {"FULL", 4, TICKWIRE_RESPONSE_TYPE_FULL},
};
static const word_t CONTINGENCY_TYPE_WORDS[] = {
    {"OCO", 3, TICKWIRE_CONTINGENCY_TYPE_OCO},
    {"OTO", 3, TICKWIRE_CONTINGENCY_TYPE_OTO},
};
static const word_t LIST_STATUS_TYPE_WORDS[] = {
    {"RESPONSE", 8, TICKWIRE_LIST_STATUS_TYPE_RESPONSE},
    {"EXEC_STARTED", 12, TICKWIRE_LIST_STATUS_TYPE_EXEC_STARTED},
    {"ALL_DONE", 8, TICKWIRE_LIST_STATUS_TYPE_ALL_DONE},
    {"UPDATED", 7, TICKWIRE_LIST_STATUS_TYPE_UPDATED},
};
static const word_t LIST_ORDER_STATUS_WORDS[] = {
    {"CANCELING", 9, TICKWIRE_LIST_ORDER_STATUS_CANCELING},
    {"EXECUTING", 9, TICKWIRE_LIST_ORDER_STATUS_EXECUTING},
    {"ALL_DONE", 8, TICKWIRE_LIST_ORDER_STATUS_ALL_DONE},
    {"REJECT", 6, TICKWIRE_LIST_ORDER_STATUS_REJECT},
};
static const word_t PEG_PRICE_TYPE_WORDS[] = {
    {"PRIMARY_PEG", 11, TICKWIRE_PEG_PRICE_TYPE_PRIMARY_PEG},
    {"MARKET_PEG", 10, TICKWIRE_PEG_PRICE_TYPE_MARKET_PEG},
};
static const word_t PEG_OFFSET_TYPE_WORDS[] = {
    {"PRICE_LEVEL", 11, TICKWIRE_PEG_OFFSET_TYPE_PRICE_LEVEL},
};
static const word_t WORKING_FLOOR_WORDS[] = {
    {"EXCHANGE", 8, TICKWIRE_WORKING_FLOOR_EXCHANGE},
    {"BROKER", 6, TICKWIRE_WORKING_FLOOR_BROKER},
    {"SOR", 3, TICKWIRE_WORKING_FLOOR_SOR},
};
static const word_t MATCH_TYPE_WORDS[] = {
    {"AUTO_MATCH", 10, TICKWIRE_MATCH_TYPE_AUTO_MATCH},
    {"ONE_PARTY_TRADE_REPORT", 22, TICKWIRE_MATCH_TYPE_ONE_PARTY_TRADE_REPORT},
};
static const word_t ALLOCATION_TYPE_WORDS[] = {
    {"UNKNOWN", 7, TICKWIRE_ALLOCATION_TYPE_UNKNOWN},
    {"SOR", 3, TICKWIRE_ALLOCATION_TYPE_SOR},
};
static const word_t ORDER_CAPACITY_WORDS[] = {
    {"PRINCIPAL", 9, TICKWIRE_ORDER_CAPACITY_PRINCIPAL},
    {"AGENCY", 6, TICKWIRE_ORDER_CAPACITY_AGENCY},
};
static const word_t CANCEL_REPLACE_MODE_WORDS[] = {
    {"STOP_ON_FAILURE", 15, TICKWIRE_CANCEL_REPLACE_MODE_STOP_ON_FAILURE},
    {"ALLOW_FAILURE", 13, TICKWIRE_CANCEL_REPLACE_MODE_ALLOW_FAILURE},
};
static const word_t CANCEL_REPLACE_RESULT_WORDS[] = {
    {"SUCCESS", 7, TICKWIRE_CANCEL_REPLACE_RESULT_SUCCESS},
    {"FAILURE", 7, TICKWIRE_CANCEL_REPLACE_RESULT_FAILURE},
    {"NOT_ATTEMPTED", 13, TICKWIRE_CANCEL_REPLACE_RESULT_NOT_ATTEMPTED},
};
static const word_t CANCEL_RESTRICTIONS_WORDS[] = {
    {"ONLY_NEW", 8, TICKWIRE_CANCEL_RESTRICTIONS_ONLY_NEW},
    {"ONLY_PARTIALLY_FILLED", 21, TICKWIRE_CANCEL_RESTRICTIONS_ONLY_PARTIALLY_FILLED},
};
static const word_t ORDER_RATE_LIMIT_MODE_WORDS[] = {
    {"DO_NOTHING", 10, TICKWIRE_ORDER_RATE_LIMIT_MODE_DO_NOTHING},
    {"CANCEL_ONLY", 11, TICKWIRE_ORDER_RATE_LIMIT_MODE_CANCEL_ONLY},
};
static const word_t SYMBOL_STATUS_WORDS[] = {
    {"TRADING", 7, TICKWIRE_SYMBOL_STATUS_TRADING},
    {"END_OF_DAY", 10, TICKWIRE_SYMBOL_STATUS_END_OF_DAY},
    {"HALT", 4, TICKWIRE_SYMBOL_STATUS_HALT},
    {"BREAK", 5, TICKWIRE_SYMBOL_STATUS_BREAK},
    {"CANCEL_ONLY", 11, TICKWIRE_SYMBOL_STATUS_CANCEL_ONLY},
};
static const word_t RATE_LIMIT_TYPE_WORDS[] = {
    {"RAW_REQUESTS", 12, TICKWIRE_RATE_LIMIT_TYPE_RAW_REQUESTS},
    {"CONNECTIONS", 11, TICKWIRE_RATE_LIMIT_TYPE_CONNECTIONS},
    {"REQUEST_WEIGHT", 14, TICKWIRE_RATE_LIMIT_TYPE_REQUEST_WEIGHT},
    {"ORDERS", 6, TICKWIRE_RATE_LIMIT_TYPE_ORDERS},
};
static const word_t RATE_LIMIT_INTERVAL_WORDS[] = {
    {"SECOND", 6, TICKWIRE_RATE_LIMIT_INTERVAL_SECOND},
    {"MINUTE", 6, TICKWIRE_RATE_LIMIT_INTERVAL_MINUTE},
    {"HOUR", 4, TICKWIRE_RATE_LIMIT_INTERVAL_HOUR},
    {"DAY", 3, TICKWIRE_RATE_LIMIT_INTERVAL_DAY},
};
static const word_t ACCOUNT_TYPE_WORDS[] = {
    {"SPOT", 4, TICKWIRE_ACCOUNT_TYPE_SPOT},
    {"UNKNOWN", 7, TICKWIRE_ACCOUNT_TYPE_UNKNOWN},
};
static const words_t WORDS[] = {
    {SIDE_WORDS, 2},
    {ORDER_TYPE_WORDS, 7},
    {TIME_IN_FORCE_WORDS, 3},
    {ORDER_STATUS_WORDS, 10},
    {EXECUTION_TYPE_WORDS, 8},
    {REJECT_REASON_WORDS, 5},
    {EXPIRY_REASON_WORDS, 9},
    {SELF_TRADE_PREVENTION_WORDS, 6},
    {RESPONSE_TYPE_WORDS, 3},
    {CONTINGENCY_TYPE_WORDS, 2},
    {LIST_STATUS_TYPE_WORDS, 4},
    {LIST_ORDER_STATUS_WORDS, 4},
    {PEG_PRICE_TYPE_WORDS, 2},
    {PEG_OFFSET_TYPE_WORDS, 1},
    {WORKING_FLOOR_WORDS, 3},
    {MATCH_TYPE_WORDS, 2},
    {ALLOCATION_TYPE_WORDS, 2},
    {ORDER_CAPACITY_WORDS, 2},
    {CANCEL_REPLACE_MODE_WORDS, 2},
    {CANCEL_REPLACE_RESULT_WORDS, 3},
    {CANCEL_RESTRICTIONS_WORDS, 2},
    {ORDER_RATE_LIMIT_MODE_WORDS, 2},
    {SYMBOL_STATUS_WORDS, 5},
    {RATE_LIMIT_TYPE_WORDS, 4},
    {RATE_LIMIT_INTERVAL_WORDS, 4},
    {ACCOUNT_TYPE_WORDS, 2},
};

static const field_t AGG_TRADE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_agg_trade_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_agg_trade_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_agg_trade_t, agg_trade_id), 0, 4, WIRE_INT, 3, 0},
    {0x000000003a227022, 0x00000000ffffffff, "p", NULL, offsetof(tickwire_agg_trade_t, price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_agg_trade_t, qty), 0, 4, WIRE_QTY, 5, 0},
    {0x000000003a226622, 0x00000000ffffffff, "f", NULL, offsetof(tickwire_agg_trade_t, first_trade_id), 0, 4, WIRE_INT, 6, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_agg_trade_t, last_trade_id), 0, 4, WIRE_INT, 7, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_agg_trade_t, transact_time), 0, 4, WIRE_TIME, 8, 0},
    {0x000000003a226d22, 0x00000000ffffffff, "m", NULL, offsetof(tickwire_agg_trade_t, is_buyer_maker), 0, 4, WIRE_FLAG, 9, 0},
    {0x000000003a224d22, 0x00000000ffffffff, "M", NULL, offsetof(tickwire_agg_trade_t, is_best_match), 0, 4, WIRE_FLAG, 10, 0},
};
static const table_t AGG_TRADE_JSON = {AGG_TRADE_FIELDS, 11, 0, 0x3fe};

static const field_t TRADE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_trade_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_trade_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a227422, 0x00000000ffffffff, "t", NULL, offsetof(tickwire_trade_t, trade_id), 0, 4, WIRE_INT, 3, 0},
    {0x000000003a227022, 0x00000000ffffffff, "p", NULL, offsetof(tickwire_trade_t, price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_trade_t, qty), 0, 4, WIRE_QTY, 5, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_trade_t, transact_time), 0, 4, WIRE_TIME, 6, 0},
    {0x000000003a226d22, 0x00000000ffffffff, "m", NULL, offsetof(tickwire_trade_t, is_buyer_maker), 0, 4, WIRE_FLAG, 7, 0},
    {0x000000003a224d22, 0x00000000ffffffff, "M", NULL, offsetof(tickwire_trade_t, is_best_match), 0, 4, WIRE_FLAG, 8, 0},
};
static const table_t TRADE_JSON = {TRADE_FIELDS, 9, 0, 0xfe};

static const field_t BLOCK_TRADE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_block_trade_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_block_trade_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a227422, 0x00000000ffffffff, "t", NULL, offsetof(tickwire_block_trade_t, block_trade_id), 0, 4, WIRE_INT, 3, 0},
    {0x000000003a227022, 0x00000000ffffffff, "p", NULL, offsetof(tickwire_block_trade_t, price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_block_trade_t, qty), 0, 4, WIRE_QTY, 5, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_block_trade_t, transact_time), 0, 4, WIRE_TIME, 6, 0},
    {0x000000003a226d22, 0x00000000ffffffff, "m", NULL, offsetof(tickwire_block_trade_t, is_buyer_maker), 0, 4, WIRE_FLAG, 7, 0},
};
static const table_t BLOCK_TRADE_JSON = {BLOCK_TRADE_FIELDS, 8, 0, 0xfe};

static const field_t CANDLE_FIELDS[] = {
    {0x000000003a227422, 0x00000000ffffffff, "t", NULL, offsetof(tickwire_kline_t, open_time), 0, 4, WIRE_TIME, 4, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_kline_t, close_time), 0, 4, WIRE_TIME, 5, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_kline_t, symbol), 0, 4, WIRE_SYMBOL, 6, 0},
    {0x000000003a226922, 0x00000000ffffffff, "i", NULL, offsetof(tickwire_kline_t, interval), 0, 4, WIRE_TEXT, 7, 0},
    {0x000000003a226622, 0x00000000ffffffff, "f", NULL, offsetof(tickwire_kline_t, first_trade_id), 0, 4, WIRE_INT, 8, 0},
    {0x000000003a224c22, 0x00000000ffffffff, "L", NULL, offsetof(tickwire_kline_t, last_trade_id), 0, 4, WIRE_INT, 9, 0},
    {0x000000003a226f22, 0x00000000ffffffff, "o", NULL, offsetof(tickwire_kline_t, open_price), 0, 4, WIRE_PRICE, 10, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_kline_t, close_price), 0, 4, WIRE_PRICE, 11, 0},
    {0x000000003a226822, 0x00000000ffffffff, "h", NULL, offsetof(tickwire_kline_t, high_price), 0, 4, WIRE_PRICE, 12, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_kline_t, low_price), 0, 4, WIRE_PRICE, 13, 0},
    {0x000000003a227622, 0x00000000ffffffff, "v", NULL, offsetof(tickwire_kline_t, volume), offsetof(tickwire_kline_t, volume_exponent), 4, WIRE_AMOUNT, 14, 0},
    {0x000000003a226e22, 0x00000000ffffffff, "n", NULL, offsetof(tickwire_kline_t, num_trades), 0, 4, WIRE_INT, 15, 0},
    {0x000000003a227822, 0x00000000ffffffff, "x", NULL, offsetof(tickwire_kline_t, is_closed), 0, 4, WIRE_FLAG, 16, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_kline_t, quote_volume), offsetof(tickwire_kline_t, quote_volume_exponent), 4, WIRE_AMOUNT, 17, 0},
    {0x000000003a225622, 0x00000000ffffffff, "V", NULL, offsetof(tickwire_kline_t, taker_buy_base_volume), offsetof(tickwire_kline_t, taker_buy_base_volume_exponent), 4, WIRE_AMOUNT, 18, 0},
    {0x000000003a225122, 0x00000000ffffffff, "Q", NULL, offsetof(tickwire_kline_t, taker_buy_quote_volume), offsetof(tickwire_kline_t, taker_buy_quote_volume_exponent), 4, WIRE_AMOUNT, 19, 0},
};
static const table_t CANDLE_JSON = {CANDLE_FIELDS, 16, 0, 0xffff0};
static const field_t KLINE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_kline_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_kline_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226b22, 0x00000000ffffffff, "k", &CANDLE_JSON, 0, 0, 4, WIRE_OBJECT, 3, 0},
};
static const table_t KLINE_JSON = {KLINE_FIELDS, 4, 0, 0xe};

static const field_t MINI_TICKER_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_mini_ticker_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_mini_ticker_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_mini_ticker_t, last_price), 0, 4, WIRE_PRICE, 3, 0},
    {0x000000003a226f22, 0x00000000ffffffff, "o", NULL, offsetof(tickwire_mini_ticker_t, open_price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a226822, 0x00000000ffffffff, "h", NULL, offsetof(tickwire_mini_ticker_t, high_price), 0, 4, WIRE_PRICE, 5, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_mini_ticker_t, low_price), 0, 4, WIRE_PRICE, 6, 0},
    {0x000000003a227622, 0x00000000ffffffff, "v", NULL, offsetof(tickwire_mini_ticker_t, volume), offsetof(tickwire_mini_ticker_t, volume_exponent), 4, WIRE_AMOUNT, 7, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_mini_ticker_t, quote_volume), offsetof(tickwire_mini_ticker_t, quote_volume_exponent), 4, WIRE_AMOUNT, 8, 0},
};
static const table_t MINI_TICKER_JSON = {MINI_TICKER_FIELDS, 9, 0, 0x1fe};

static const field_t TICKER_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_ticker_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_ticker_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a227022, 0x00000000ffffffff, "p", NULL, offsetof(tickwire_ticker_t, price_change), 0, 4, WIRE_PRICE, 3, 0},
    {0x000000003a225022, 0x00000000ffffffff, "P", NULL, offsetof(tickwire_ticker_t, price_change_percent), offsetof(tickwire_ticker_t, price_change_percent_exponent), 4, WIRE_AMOUNT, 4, 0},
    {0x000000003a227722, 0x00000000ffffffff, "w", NULL, offsetof(tickwire_ticker_t, weighted_avg_price), offsetof(tickwire_ticker_t, weighted_avg_price_exponent), 4, WIRE_AMOUNT, 5, 0},
    {0x000000003a227822, 0x00000000ffffffff, "x", NULL, offsetof(tickwire_ticker_t, prev_close_price), 0, 4, WIRE_PRICE, 6, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_ticker_t, last_price), 0, 4, WIRE_PRICE, 7, 0},
    {0x000000003a225122, 0x00000000ffffffff, "Q", NULL, offsetof(tickwire_ticker_t, last_qty), 0, 4, WIRE_QTY, 8, 0},
    {0x000000003a226222, 0x00000000ffffffff, "b", NULL, offsetof(tickwire_ticker_t, bid_price), 0, 4, WIRE_PRICE, 9, 0},
    {0x000000003a224222, 0x00000000ffffffff, "B", NULL, offsetof(tickwire_ticker_t, bid_qty), 0, 4, WIRE_QTY, 10, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_ticker_t, ask_price), 0, 4, WIRE_PRICE, 11, 0},
    {0x000000003a224122, 0x00000000ffffffff, "A", NULL, offsetof(tickwire_ticker_t, ask_qty), 0, 4, WIRE_QTY, 12, 0},
    {0x000000003a226f22, 0x00000000ffffffff, "o", NULL, offsetof(tickwire_ticker_t, open_price), 0, 4, WIRE_PRICE, 13, 0},
    {0x000000003a226822, 0x00000000ffffffff, "h", NULL, offsetof(tickwire_ticker_t, high_price), 0, 4, WIRE_PRICE, 14, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_ticker_t, low_price), 0, 4, WIRE_PRICE, 15, 0},
    {0x000000003a227622, 0x00000000ffffffff, "v", NULL, offsetof(tickwire_ticker_t, volume), offsetof(tickwire_ticker_t, volume_exponent), 4, WIRE_AMOUNT, 16, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_ticker_t, quote_volume), offsetof(tickwire_ticker_t, quote_volume_exponent), 4, WIRE_AMOUNT, 17, 0},
    {0x000000003a224f22, 0x00000000ffffffff, "O", NULL, offsetof(tickwire_ticker_t, open_time), 0, 4, WIRE_TIME, 18, 0},
    {0x000000003a224322, 0x00000000ffffffff, "C", NULL, offsetof(tickwire_ticker_t, close_time), 0, 4, WIRE_TIME, 19, 0},
    {0x000000003a224622, 0x00000000ffffffff, "F", NULL, offsetof(tickwire_ticker_t, first_id), 0, 4, WIRE_INT, 20, 0},
    {0x000000003a224c22, 0x00000000ffffffff, "L", NULL, offsetof(tickwire_ticker_t, last_id), 0, 4, WIRE_INT, 21, 0},
    {0x000000003a226e22, 0x00000000ffffffff, "n", NULL, offsetof(tickwire_ticker_t, num_trades), 0, 4, WIRE_INT, 22, 0},
};
static const table_t TICKER_JSON = {TICKER_FIELDS, 23, 0, 0x7ffffe};

static const field_t ROLLING_TICKER_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, offsetof(tickwire_rolling_ticker_t, event_type), 0, 4, WIRE_TEXT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_rolling_ticker_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_rolling_ticker_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a227022, 0x00000000ffffffff, "p", NULL, offsetof(tickwire_rolling_ticker_t, price_change), 0, 4, WIRE_PRICE, 3, 0},
    {0x000000003a225022, 0x00000000ffffffff, "P", NULL, offsetof(tickwire_rolling_ticker_t, price_change_percent), offsetof(tickwire_rolling_ticker_t, price_change_percent_exponent), 4, WIRE_AMOUNT, 4, 0},
    {0x000000003a226f22, 0x00000000ffffffff, "o", NULL, offsetof(tickwire_rolling_ticker_t, open_price), 0, 4, WIRE_PRICE, 5, 0},
    {0x000000003a226822, 0x00000000ffffffff, "h", NULL, offsetof(tickwire_rolling_ticker_t, high_price), 0, 4, WIRE_PRICE, 6, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_rolling_ticker_t, low_price), 0, 4, WIRE_PRICE, 7, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_rolling_ticker_t, last_price), 0, 4, WIRE_PRICE, 8, 0},
    {0x000000003a227722, 0x00000000ffffffff, "w", NULL, offsetof(tickwire_rolling_ticker_t, weighted_avg_price), offsetof(tickwire_rolling_ticker_t, weighted_avg_price_exponent), 4, WIRE_AMOUNT, 9, 0},
    {0x000000003a227622, 0x00000000ffffffff, "v", NULL, offsetof(tickwire_rolling_ticker_t, volume), offsetof(tickwire_rolling_ticker_t, volume_exponent), 4, WIRE_AMOUNT, 10, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_rolling_ticker_t, quote_volume), offsetof(tickwire_rolling_ticker_t, quote_volume_exponent), 4, WIRE_AMOUNT, 11, 0},
    {0x000000003a224f22, 0x00000000ffffffff, "O", NULL, offsetof(tickwire_rolling_ticker_t, open_time), 0, 4, WIRE_TIME, 12, 0},
    {0x000000003a224322, 0x00000000ffffffff, "C", NULL, offsetof(tickwire_rolling_ticker_t, close_time), 0, 4, WIRE_TIME, 13, 0},
    {0x000000003a224622, 0x00000000ffffffff, "F", NULL, offsetof(tickwire_rolling_ticker_t, first_id), 0, 4, WIRE_INT, 14, 0},
    {0x000000003a224c22, 0x00000000ffffffff, "L", NULL, offsetof(tickwire_rolling_ticker_t, last_id), 0, 4, WIRE_INT, 15, 0},
    {0x000000003a226e22, 0x00000000ffffffff, "n", NULL, offsetof(tickwire_rolling_ticker_t, num_trades), 0, 4, WIRE_INT, 16, 0},
};
static const table_t ROLLING_TICKER_JSON = {ROLLING_TICKER_FIELDS, 17, 0, 0x1ffff};

static const field_t BOOK_TICKER_FIELDS[] = {
    {0x000000003a227522, 0x00000000ffffffff, "u", NULL, offsetof(tickwire_book_ticker_t, book_update_id), 0, 4, WIRE_INT, 0, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_book_ticker_t, symbol), 0, 4, WIRE_SYMBOL, 1, 0},
    {0x000000003a226222, 0x00000000ffffffff, "b", NULL, offsetof(tickwire_book_ticker_t, bid_price), 0, 4, WIRE_PRICE, 2, 0},
    {0x000000003a224222, 0x00000000ffffffff, "B", NULL, offsetof(tickwire_book_ticker_t, bid_qty), 0, 4, WIRE_QTY, 3, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_book_ticker_t, ask_price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a224122, 0x00000000ffffffff, "A", NULL, offsetof(tickwire_book_ticker_t, ask_qty), 0, 4, WIRE_QTY, 5, 0},
};
static const table_t BOOK_TICKER_JSON = {BOOK_TICKER_FIELDS, 6, 0, 0x3f};

static const field_t AVG_PRICE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_avg_price_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_avg_price_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226922, 0x00000000ffffffff, "i", NULL, offsetof(tickwire_avg_price_t, interval), 0, 4, WIRE_TEXT, 3, 0},
    {0x000000003a227722, 0x00000000ffffffff, "w", NULL, offsetof(tickwire_avg_price_t, price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_avg_price_t, close_time), 0, 4, WIRE_TIME, 5, 0},
};
static const table_t AVG_PRICE_JSON = {AVG_PRICE_FIELDS, 6, 0, 0x3e};

static const field_t PARTIAL_DEPTH_FIELDS[] = {
    {0x6470557473616c22, 0xffffffffffffffff, "lastUpdateId", NULL, offsetof(tickwire_partial_depth_t, book_update_id), 0, 15, WIRE_INT, 0, 0},
    {0x003a227364696222, 0x00ffffffffffffff, "bids", NULL, offsetof(tickwire_partial_depth_t, bids), offsetof(tickwire_partial_depth_t, num_bids), 7, WIRE_LEVELS, 1, 0},
    {0x003a22736b736122, 0x00ffffffffffffff, "asks", NULL, offsetof(tickwire_partial_depth_t, asks), offsetof(tickwire_partial_depth_t, num_asks), 7, WIRE_LEVELS, 2, 0},
};
static const table_t PARTIAL_DEPTH_JSON = {PARTIAL_DEPTH_FIELDS, 3, 0, 0x7};
static const array_t PARTIAL_DEPTH_ARRAYS[] = {
    {offsetof(tickwire_partial_depth_t, bids), offsetof(tickwire_partial_depth_t, num_bids), sizeof(tickwire_level_t)},
    {offsetof(tickwire_partial_depth_t, asks), offsetof(tickwire_partial_depth_t, num_asks), sizeof(tickwire_level_t)},
};

static const field_t DEPTH_UPDATE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_depth_update_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_depth_update_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a225522, 0x00000000ffffffff, "U", NULL, offsetof(tickwire_depth_update_t, first_book_update_id), 0, 4, WIRE_INT, 3, 0},
    {0x000000003a227522, 0x00000000ffffffff, "u", NULL, offsetof(tickwire_depth_update_t, last_book_update_id), 0, 4, WIRE_INT, 4, 0},
    {0x000000003a226222, 0x00000000ffffffff, "b", NULL, offsetof(tickwire_depth_update_t, bids), offsetof(tickwire_depth_update_t, num_bids), 4, WIRE_LEVELS, 5, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_depth_update_t, asks), offsetof(tickwire_depth_update_t, num_asks), 4, WIRE_LEVELS, 6, 0},
};
static const table_t DEPTH_UPDATE_JSON = {DEPTH_UPDATE_FIELDS, 7, 0, 0x7e};
static const array_t DEPTH_UPDATE_ARRAYS[] = {
    {offsetof(tickwire_depth_update_t, bids), offsetof(tickwire_depth_update_t, num_bids), sizeof(tickwire_level_t)},
    {offsetof(tickwire_depth_update_t, asks), offsetof(tickwire_depth_update_t, num_asks), sizeof(tickwire_level_t)},
};

static const field_t REFERENCE_PRICE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_reference_price_t, symbol), 0, 4, WIRE_SYMBOL, 1, 0},
    {0x000000003a227222, 0x00000000ffffffff, "r", NULL, offsetof(tickwire_reference_price_t, reference_price), 0, 4, WIRE_PRICE, 2, 1},
    {0x000000003a227422, 0x00000000ffffffff, "t", NULL, offsetof(tickwire_reference_price_t, timestamp), 0, 4, WIRE_TIME, 3, 0},
};
static const table_t REFERENCE_PRICE_JSON = {REFERENCE_PRICE_FIELDS, 4, 0, 0xe};

static const field_t SERVER_SHUTDOWN_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_server_shutdown_t, event_time), 0, 4, WIRE_TIME, 1, 0},
};
static const table_t SERVER_SHUTDOWN_JSON = {SERVER_SHUTDOWN_FIELDS, 2, 0, 0x2};

static const field_t EXECUTION_REPORT_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_execution_report_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_execution_report_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_execution_report_t, client_order_id), 0, 4, WIRE_LABEL, 3, 0},
    {0x000000003a225322, 0x00000000ffffffff, "S", NULL, offsetof(tickwire_execution_report_t, side), 0, 4, WIRE_ENUM, 4, 0},
    {0x000000003a226f22, 0x00000000ffffffff, "o", NULL, offsetof(tickwire_execution_report_t, order_type), 1, 4, WIRE_ENUM, 5, 0},
    {0x000000003a226622, 0x00000000ffffffff, "f", NULL, offsetof(tickwire_execution_report_t, time_in_force), 2, 4, WIRE_ENUM, 6, 0},
    {0x000000003a227122, 0x00000000ffffffff, "q", NULL, offsetof(tickwire_execution_report_t, orig_qty), 0, 4, WIRE_QTY, 7, 0},
    {0x000000003a227022, 0x00000000ffffffff, "p", NULL, offsetof(tickwire_execution_report_t, price), 0, 4, WIRE_PRICE, 8, 0},
    {0x000000003a225022, 0x00000000ffffffff, "P", NULL, offsetof(tickwire_execution_report_t, stop_price), 0, 4, WIRE_PRICE, 9, 0},
    {0x000000003a224622, 0x00000000ffffffff, "F", NULL, offsetof(tickwire_execution_report_t, iceberg_qty), 0, 4, WIRE_QTY, 10, 0},
    {0x000000003a226722, 0x00000000ffffffff, "g", NULL, offsetof(tickwire_execution_report_t, order_list_id), 0, 4, WIRE_INT, 11, 0},
    {0x000000003a224322, 0x00000000ffffffff, "C", NULL, offsetof(tickwire_execution_report_t, orig_client_order_id), 0, 4, WIRE_LABEL, 12, 0},
    {0x000000003a227822, 0x00000000ffffffff, "x", NULL, offsetof(tickwire_execution_report_t, execution_type), 4, 4, WIRE_ENUM, 13, 0},
    {0x000000003a225822, 0x00000000ffffffff, "X", NULL, offsetof(tickwire_execution_report_t, order_status), 3, 4, WIRE_ENUM, 14, 0},
    {0x000000003a227222, 0x00000000ffffffff, "r", NULL, offsetof(tickwire_execution_report_t, reject_reason), 5, 4, WIRE_ENUM, 15, 0},
    {0x000000003a226922, 0x00000000ffffffff, "i", NULL, offsetof(tickwire_execution_report_t, order_id), 0, 4, WIRE_INT, 16, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_execution_report_t, last_qty), 0, 4, WIRE_QTY, 17, 0},
    {0x000000003a227a22, 0x00000000ffffffff, "z", NULL, offsetof(tickwire_execution_report_t, executed_qty), 0, 4, WIRE_QTY, 18, 0},
    {0x000000003a224c22, 0x00000000ffffffff, "L", NULL, offsetof(tickwire_execution_report_t, last_price), 0, 4, WIRE_PRICE, 19, 0},
    {0x000000003a226e22, 0x00000000ffffffff, "n", NULL, offsetof(tickwire_execution_report_t, commission), offsetof(tickwire_execution_report_t, commission_exponent), 4, WIRE_AMOUNT, 20, 0},
    {0x000000003a224e22, 0x00000000ffffffff, "N", NULL, offsetof(tickwire_execution_report_t, commission_asset), 0, 4, WIRE_NAME, 21, 1},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_execution_report_t, transact_time), 0, 4, WIRE_TIME, 22, 0},
    {0x000000003a227422, 0x00000000ffffffff, "t", NULL, offsetof(tickwire_execution_report_t, trade_id), 0, 4, WIRE_INT, 23, 0},
    {0x000000003a227622, 0x00000000ffffffff, "v", NULL, offsetof(tickwire_execution_report_t, prevented_match_id), 0, 4, WIRE_INT, 24, 0},
    {0x000000003a224922, 0x00000000ffffffff, "I", NULL, offsetof(tickwire_execution_report_t, execution_id), 0, 4, WIRE_INT, 25, 0},
    {0x000000003a227722, 0x00000000ffffffff, "w", NULL, offsetof(tickwire_execution_report_t, is_working), 0, 4, WIRE_FLAG, 26, 0},
    {0x000000003a226d22, 0x00000000ffffffff, "m", NULL, offsetof(tickwire_execution_report_t, is_maker), 0, 4, WIRE_FLAG, 27, 0},
    {0x000000003a224d22, 0x00000000ffffffff, "M", NULL, offsetof(tickwire_execution_report_t, is_best_match), 0, 4, WIRE_FLAG, 28, 0},
    {0x000000003a224f22, 0x00000000ffffffff, "O", NULL, offsetof(tickwire_execution_report_t, order_creation_time), 0, 4, WIRE_TIME, 29, 0},
    {0x000000003a225a22, 0x00000000ffffffff, "Z", NULL, offsetof(tickwire_execution_report_t, cummulative_quote_qty), offsetof(tickwire_execution_report_t, cummulative_quote_qty_exponent), 4, WIRE_AMOUNT, 30, 0},
    {0x000000003a225922, 0x00000000ffffffff, "Y", NULL, offsetof(tickwire_execution_report_t, quote_qty), offsetof(tickwire_execution_report_t, quote_qty_exponent), 4, WIRE_AMOUNT, 31, 0},
    {0x000000003a225122, 0x00000000ffffffff, "Q", NULL, offsetof(tickwire_execution_report_t, orig_quote_order_qty), offsetof(tickwire_execution_report_t, orig_quote_order_qty_exponent), 4, WIRE_AMOUNT, 32, 0},
    {0x000000003a225722, 0x00000000ffffffff, "W", NULL, offsetof(tickwire_execution_report_t, working_time), 0, 4, WIRE_TIME, 33, 0},
    {0x000000003a225622, 0x00000000ffffffff, "V", NULL, offsetof(tickwire_execution_report_t, self_trade_prevention_mode), 7, 4, WIRE_ENUM, 34, 0},
    {0x000000003a226422, 0x00000000ffffffff, "d", NULL, offsetof(tickwire_execution_report_t, trailing_delta), 0, 4, WIRE_INT, 35, 0},
    {0x000000003a224422, 0x00000000ffffffff, "D", NULL, offsetof(tickwire_execution_report_t, trailing_time), 0, 4, WIRE_TIME, 36, 0},
    {0x000000003a226a22, 0x00000000ffffffff, "j", NULL, offsetof(tickwire_execution_report_t, strategy_id), 0, 4, WIRE_INT, 37, 0},
    {0x000000003a224a22, 0x00000000ffffffff, "J", NULL, offsetof(tickwire_execution_report_t, strategy_type), 0, 4, WIRE_INT, 38, 0},
    {0x000000003a224122, 0x00000000ffffffff, "A", NULL, offsetof(tickwire_execution_report_t, prevented_qty), 0, 4, WIRE_QTY, 39, 0},
    {0x000000003a224222, 0x00000000ffffffff, "B", NULL, offsetof(tickwire_execution_report_t, last_prevented_qty), 0, 4, WIRE_QTY, 40, 0},
    {0x000000003a227522, 0x00000000ffffffff, "u", NULL, offsetof(tickwire_execution_report_t, trade_group_id), 0, 4, WIRE_INT, 41, 0},
    {0x000000003a225522, 0x00000000ffffffff, "U", NULL, offsetof(tickwire_execution_report_t, counter_order_id), 0, 4, WIRE_INT, 42, 0},
    {0x0000003a22734322, 0x000000ffffffffff, "Cs", NULL, offsetof(tickwire_execution_report_t, counter_symbol), 0, 5, WIRE_NAME, 43, 0},
    {0x0000003a226c7022, 0x000000ffffffffff, "pl", NULL, offsetof(tickwire_execution_report_t, prevented_execution_qty), 0, 5, WIRE_QTY, 44, 0},
    {0x0000003a224c7022, 0x000000ffffffffff, "pL", NULL, offsetof(tickwire_execution_report_t, prevented_execution_price), 0, 5, WIRE_PRICE, 45, 0},
    {0x0000003a22597022, 0x000000ffffffffff, "pY", NULL, offsetof(tickwire_execution_report_t, prevented_execution_quote_qty), offsetof(tickwire_execution_report_t, prevented_execution_quote_qty_exponent), 5, WIRE_AMOUNT, 46, 0},
    {0x000000003a226222, 0x00000000ffffffff, "b", NULL, offsetof(tickwire_execution_report_t, match_type), 15, 4, WIRE_ENUM, 47, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_execution_report_t, alloc_id), 0, 4, WIRE_INT, 48, 0},
    {0x000000003a226b22, 0x00000000ffffffff, "k", NULL, offsetof(tickwire_execution_report_t, working_floor), 14, 4, WIRE_ENUM, 49, 0},
    {0x0000003a22537522, 0x000000ffffffffff, "uS", NULL, offsetof(tickwire_execution_report_t, used_sor), 0, 5, WIRE_FLAG, 50, 0},
    {0x0000003a22506722, 0x000000ffffffffff, "gP", NULL, offsetof(tickwire_execution_report_t, peg_price_type), 12, 5, WIRE_ENUM, 51, 0},
    {0x00003a22544f6722, 0x0000ffffffffffff, "gOT", NULL, offsetof(tickwire_execution_report_t, peg_offset_type), 13, 6, WIRE_ENUM, 52, 0},
    {0x00003a22564f6722, 0x0000ffffffffffff, "gOV", NULL, offsetof(tickwire_execution_report_t, peg_offset_value), 0, 6, WIRE_INT, 53, 0},
    {0x0000003a22706722, 0x000000ffffffffff, "gp", NULL, offsetof(tickwire_execution_report_t, pegged_price), 0, 5, WIRE_PRICE, 54, 0},
    {0x0000003a22526522, 0x000000ffffffffff, "eR", NULL, offsetof(tickwire_execution_report_t, expiry_reason), 6, 5, WIRE_ENUM, 55, 0},
    {0x000000003a227922, 0x00000000ffffffff, "y", NULL, offsetof(tickwire_execution_report_t, order_capacity), 17, 4, WIRE_ENUM, 56, 0},
};
static const table_t EXECUTION_REPORT_JSON = {EXECUTION_REPORT_FIELDS, 57, 0, 0x5eefffffe};

static const field_t BALANCE_FIELDS[] = {
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_balance_t, asset), 0, 4, WIRE_NAME, 4, 0},
    {0x000000003a226622, 0x00000000ffffffff, "f", NULL, offsetof(tickwire_balance_t, free), offsetof(tickwire_balance_t, free_exponent), 4, WIRE_AMOUNT, 5, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_balance_t, locked), offsetof(tickwire_balance_t, locked_exponent), 4, WIRE_AMOUNT, 6, 0},
};
static const table_t BALANCE_JSON = {BALANCE_FIELDS, 3, sizeof(tickwire_balance_t), 0x70};
static const field_t OUTBOUND_ACCOUNT_POSITION_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_outbound_account_position_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227522, 0x00000000ffffffff, "u", NULL, offsetof(tickwire_outbound_account_position_t, update_time), 0, 4, WIRE_TIME, 2, 0},
    {0x000000003a224222, 0x00000000ffffffff, "B", &BALANCE_JSON, offsetof(tickwire_outbound_account_position_t, balances), offsetof(tickwire_outbound_account_position_t, num_balances), 4, WIRE_PARTS, 3, 0},
};
static const table_t OUTBOUND_ACCOUNT_POSITION_JSON = {OUTBOUND_ACCOUNT_POSITION_FIELDS, 4, 0, 0xe};
static const array_t OUTBOUND_ACCOUNT_POSITION_ARRAYS[] = {
    {offsetof(tickwire_outbound_account_position_t, balances), offsetof(tickwire_outbound_account_position_t, num_balances), sizeof(tickwire_balance_t)},
};

static const field_t BALANCE_UPDATE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_balance_update_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_balance_update_t, asset), 0, 4, WIRE_NAME, 2, 0},
    {0x000000003a226422, 0x00000000ffffffff, "d", NULL, offsetof(tickwire_balance_update_t, free_qty_delta), offsetof(tickwire_balance_update_t, free_qty_delta_exponent), 4, WIRE_AMOUNT, 3, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_balance_update_t, clear_time), 0, 4, WIRE_TIME, 4, 0},
};
static const table_t BALANCE_UPDATE_JSON = {BALANCE_UPDATE_FIELDS, 5, 0, 0x1e};

static const field_t LIST_ORDER_FIELDS[] = {
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_list_order_t, symbol), 0, 4, WIRE_NAME, 11, 0},
    {0x000000003a226922, 0x00000000ffffffff, "i", NULL, offsetof(tickwire_list_order_t, order_id), 0, 4, WIRE_INT, 12, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_list_order_t, client_order_id), 0, 4, WIRE_LABEL, 13, 0},
};
static const table_t LIST_ORDER_JSON = {LIST_ORDER_FIELDS, 3, sizeof(tickwire_list_order_t), 0x3800};
static const field_t LIST_STATUS_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_list_status_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_list_status_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226722, 0x00000000ffffffff, "g", NULL, offsetof(tickwire_list_status_t, order_list_id), 0, 4, WIRE_INT, 3, 0},
    {0x000000003a226322, 0x00000000ffffffff, "c", NULL, offsetof(tickwire_list_status_t, contingency_type), 9, 4, WIRE_ENUM, 4, 0},
    {0x000000003a226c22, 0x00000000ffffffff, "l", NULL, offsetof(tickwire_list_status_t, list_status_type), 10, 4, WIRE_ENUM, 5, 0},
    {0x000000003a224c22, 0x00000000ffffffff, "L", NULL, offsetof(tickwire_list_status_t, list_order_status), 11, 4, WIRE_ENUM, 6, 0},
    {0x000000003a227222, 0x00000000ffffffff, "r", NULL, offsetof(tickwire_list_status_t, reject_reason), 5, 4, WIRE_ENUM, 7, 0},
    {0x000000003a224322, 0x00000000ffffffff, "C", NULL, offsetof(tickwire_list_status_t, list_client_order_id), 0, 4, WIRE_LABEL, 8, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_list_status_t, transact_time), 0, 4, WIRE_TIME, 9, 0},
    {0x000000003a224f22, 0x00000000ffffffff, "O", &LIST_ORDER_JSON, offsetof(tickwire_list_status_t, orders), offsetof(tickwire_list_status_t, num_orders), 4, WIRE_PARTS, 10, 0},
};
static const table_t LIST_STATUS_JSON = {LIST_STATUS_FIELDS, 11, 0, 0x7fe};
static const array_t LIST_STATUS_ARRAYS[] = {
    {offsetof(tickwire_list_status_t, orders), offsetof(tickwire_list_status_t, num_orders), sizeof(tickwire_list_order_t)},
};

static const field_t EXTERNAL_LOCK_UPDATE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_external_lock_update_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_external_lock_update_t, asset), 0, 4, WIRE_NAME, 2, 0},
    {0x000000003a226422, 0x00000000ffffffff, "d", NULL, offsetof(tickwire_external_lock_update_t, locked_qty_delta), offsetof(tickwire_external_lock_update_t, locked_qty_delta_exponent), 4, WIRE_AMOUNT, 3, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_external_lock_update_t, clear_time), 0, 4, WIRE_TIME, 4, 0},
};
static const table_t EXTERNAL_LOCK_UPDATE_JSON = {EXTERNAL_LOCK_UPDATE_FIELDS, 5, 0, 0x1e};

static const field_t EVENT_STREAM_TERMINATED_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_event_stream_terminated_t, event_time), 0, 4, WIRE_TIME, 1, 0},
};
static const table_t EVENT_STREAM_TERMINATED_JSON = {EVENT_STREAM_TERMINATED_FIELDS, 2, 0, 0x2};

static const field_t ORDER_FILL_FIELDS[] = {
    {0x7954686374616d22, 0xffffffffffffffff, "matchType", NULL, offsetof(tickwire_order_fill_t, match_type), 15, 12, WIRE_ENUM, 26, 0},
    {0x3a22656369727022, 0xffffffffffffffff, "price", NULL, offsetof(tickwire_order_fill_t, price), offsetof(tickwire_order_fill_t, price_exponent), 8, WIRE_AMOUNT, 27, 0},
    {0x00003a2279747122, 0x0000ffffffffffff, "qty", NULL, offsetof(tickwire_order_fill_t, qty), offsetof(tickwire_order_fill_t, qty_exponent), 6, WIRE_AMOUNT, 28, 0},
    {0x7373696d6d6f6322, 0xffffffffffffffff, "commission", NULL, offsetof(tickwire_order_fill_t, commission), offsetof(tickwire_order_fill_t, commission_exponent), 13, WIRE_AMOUNT, 29, 0},
    {0x7373696d6d6f6322, 0xffffffffffffffff, "commissionAsset", NULL, offsetof(tickwire_order_fill_t, commission_asset), 0, 18, WIRE_NAME, 30, 0},
    {0x6449656461727422, 0xffffffffffffffff, "tradeId", NULL, offsetof(tickwire_order_fill_t, trade_id), 0, 10, WIRE_INT, 31, 0},
    {0x6449636f6c6c6122, 0xffffffffffffffff, "allocId", NULL, offsetof(tickwire_order_fill_t, alloc_id), 0, 10, WIRE_INT, 32, 0},
};
static const table_t ORDER_FILL_JSON = {ORDER_FILL_FIELDS, 7, sizeof(tickwire_order_fill_t), 0xf8000000};
static const field_t ORDER_RESULT_FIELDS[] = {
    {0x226c6f626d797322, 0xffffffffffffffff, "symbol", NULL, offsetof(tickwire_order_response_t, symbol), 0, 9, WIRE_SYMBOL, 3, 0},
    {0x696c436769726f22, 0xffffffffffffffff, "origClientOrderId", NULL, offsetof(tickwire_order_response_t, orig_client_order_id), 0, 20, WIRE_LABEL, 4, 0},
    {0x6449726564726f22, 0xffffffffffffffff, "orderId", NULL, offsetof(tickwire_order_response_t, order_id), 0, 10, WIRE_INT, 5, 0},
    {0x694c726564726f22, 0xffffffffffffffff, "orderListId", NULL, offsetof(tickwire_order_response_t, order_list_id), 0, 14, WIRE_INT, 6, 0},
    {0x4f746e65696c6322, 0xffffffffffffffff, "clientOrderId", NULL, offsetof(tickwire_order_response_t, client_order_id), 0, 16, WIRE_LABEL, 7, 0},
    {0x6361736e61727422, 0xffffffffffffffff, "transactTime", NULL, offsetof(tickwire_order_response_t, transact_time), 0, 15, WIRE_TIME, 8, 0},
    {0x3a22656369727022, 0xffffffffffffffff, "price", NULL, offsetof(tickwire_order_response_t, price), 0, 8, WIRE_PRICE, 9, 0},
    {0x7974516769726f22, 0xffffffffffffffff, "origQty", NULL, offsetof(tickwire_order_response_t, orig_qty), 0, 10, WIRE_QTY, 10, 0},
    {0x6574756365786522, 0xffffffffffffffff, "executedQty", NULL, offsetof(tickwire_order_response_t, executed_qty), 0, 14, WIRE_QTY, 11, 0},
    {0x6f75516769726f22, 0xffffffffffffffff, "origQuoteOrderQty", NULL, offsetof(tickwire_order_response_t, orig_quote_order_qty), offsetof(tickwire_order_response_t, orig_quote_order_qty_exponent), 20, WIRE_AMOUNT, 12, 0},
    {0x616c756d6d756322, 0xffffffffffffffff, "cummulativeQuoteQty", NULL, offsetof(tickwire_order_response_t, cummulative_quote_qty), offsetof(tickwire_order_response_t, cummulative_quote_qty_exponent), 22, WIRE_AMOUNT, 13, 0},
    {0x2273757461747322, 0xffffffffffffffff, "status", NULL, offsetof(tickwire_order_response_t, order_status), 3, 9, WIRE_ENUM, 14, 0},
    {0x466e49656d697422, 0xffffffffffffffff, "timeInForce", NULL, offsetof(tickwire_order_response_t, time_in_force), 2, 14, WIRE_ENUM, 15, 0},
    {0x003a226570797422, 0x00ffffffffffffff, "type", NULL, offsetof(tickwire_order_response_t, order_type), 1, 7, WIRE_ENUM, 16, 0},
    {0x003a226564697322, 0x00ffffffffffffff, "side", NULL, offsetof(tickwire_order_response_t, side), 0, 7, WIRE_ENUM, 17, 0},
    {0x697250706f747322, 0xffffffffffffffff, "stopPrice", NULL, offsetof(tickwire_order_response_t, stop_price), 0, 12, WIRE_PRICE, 18, 0},
    {0x6e696c6961727422, 0xffffffffffffffff, "trailingDelta", NULL, offsetof(tickwire_order_response_t, trailing_delta), 0, 16, WIRE_INT, 19, 0},
    {0x6e696c6961727422, 0xffffffffffffffff, "trailingTime", NULL, offsetof(tickwire_order_response_t, trailing_time), 0, 15, WIRE_TIME, 20, 0},
    {0x6772656265636922, 0xffffffffffffffff, "icebergQty", NULL, offsetof(tickwire_order_response_t, iceberg_qty), 0, 13, WIRE_QTY, 21, 0},
    {0x6765746172747322, 0xffffffffffffffff, "strategyId", NULL, offsetof(tickwire_order_response_t, strategy_id), 0, 13, WIRE_INT, 22, 0},
    {0x6765746172747322, 0xffffffffffffffff, "strategyType", NULL, offsetof(tickwire_order_response_t, strategy_type), 0, 15, WIRE_INT, 23, 0},
    {0x676e696b726f7722, 0xffffffffffffffff, "workingTime", NULL, offsetof(tickwire_order_response_t, working_time), 0, 14, WIRE_TIME, 24, 0},
    {0x3a22736c6c696622, 0xffffffffffffffff, "fills", &ORDER_FILL_JSON, offsetof(tickwire_order_response_t, fills), offsetof(tickwire_order_response_t, num_fills), 8, WIRE_PARTS, 25, 0},
    {0x676e696b726f7722, 0xffffffffffffffff, "workingFloor", NULL, offsetof(tickwire_order_response_t, working_floor), 14, 15, WIRE_ENUM, 33, 0},
    {0x617254666c657322, 0xffffffffffffffff, "selfTradePreventionMode", NULL, offsetof(tickwire_order_response_t, self_trade_prevention_mode), 7, 26, WIRE_ENUM, 34, 0},
    {0x746e657665727022, 0xffffffffffffffff, "preventedMatchId", NULL, offsetof(tickwire_order_response_t, prevented_match_id), 0, 19, WIRE_INT, 35, 0},
    {0x746e657665727022, 0xffffffffffffffff, "preventedQuantity", NULL, offsetof(tickwire_order_response_t, prevented_qty), 0, 20, WIRE_QTY, 36, 0},
    {0x7247656461727422, 0xffffffffffffffff, "tradeGroupId", NULL, offsetof(tickwire_order_response_t, trade_group_id), 0, 15, WIRE_INT, 37, 0},
    {0x726f536465737522, 0xffffffffffffffff, "usedSor", NULL, offsetof(tickwire_order_response_t, used_sor), 0, 10, WIRE_FLAG, 38, 0},
    {0x6369725067657022, 0xffffffffffffffff, "pegPriceType", NULL, offsetof(tickwire_order_response_t, peg_price_type), 12, 15, WIRE_ENUM, 39, 0},
    {0x7366664f67657022, 0xffffffffffffffff, "pegOffsetType", NULL, offsetof(tickwire_order_response_t, peg_offset_type), 13, 16, WIRE_ENUM, 40, 0},
    {0x7366664f67657022, 0xffffffffffffffff, "pegOffsetValue", NULL, offsetof(tickwire_order_response_t, peg_offset_value), 0, 17, WIRE_INT, 41, 0},
    {0x5064656767657022, 0xffffffffffffffff, "peggedPrice", NULL, offsetof(tickwire_order_response_t, pegged_price), 0, 14, WIRE_PRICE, 42, 0},
    {0x5279726970786522, 0xffffffffffffffff, "expiryReason", NULL, offsetof(tickwire_order_response_t, expiry_reason), 6, 15, WIRE_ENUM, 43, 0},
};
static const table_t ORDER_RESULT_JSON = {ORDER_RESULT_FIELDS, 34, 0, 0x1e8};
static const field_t USED_LIMIT_FIELDS[] = {
    {0x6d694c6574617222, 0xffffffffffffffff, "rateLimitType", NULL, offsetof(tickwire_used_limit_t, rate_limit_type), 23, 16, WIRE_ENUM, 45, 0},
    {0x61767265746e6922, 0xffffffffffffffff, "interval", NULL, offsetof(tickwire_used_limit_t, interval), 24, 11, WIRE_ENUM, 46, 0},
    {0x61767265746e6922, 0xffffffffffffffff, "intervalNum", NULL, offsetof(tickwire_used_limit_t, interval_num), 0, 14, WIRE_INT, 47, 0},
    {0x3a2274696d696c22, 0xffffffffffffffff, "limit", NULL, offsetof(tickwire_used_limit_t, limit), 0, 8, WIRE_INT, 48, 0},
    {0x3a22746e756f6322, 0xffffffffffffffff, "count", NULL, offsetof(tickwire_used_limit_t, count), 0, 8, WIRE_INT, 49, 0},
};
static const table_t USED_LIMIT_JSON = {USED_LIMIT_FIELDS, 5, sizeof(tickwire_used_limit_t), 0x3e00000000000};
static const field_t ORDER_RESPONSE_FIELDS[] = {
    {0x0000003a22646922, 0x000000ffffffffff, "id", NULL, offsetof(tickwire_order_response_t, id), offsetof(tickwire_order_response_t, id_text), 5, WIRE_ID, 0, 0},
    {0x2273757461747322, 0xffffffffffffffff, "status", NULL, offsetof(tickwire_order_response_t, status_code), 0, 9, WIRE_INT, 1, 0},
    {0x22746c7573657222, 0xffffffffffffffff, "result", &ORDER_RESULT_JSON, 0, 0, 9, WIRE_OBJECT, 2, 0},
    {0x6d694c6574617222, 0xffffffffffffffff, "rateLimits", &USED_LIMIT_JSON, offsetof(tickwire_order_response_t, rate_limits), offsetof(tickwire_order_response_t, num_rate_limits), 13, WIRE_PARTS, 44, 0},
};
static const table_t ORDER_RESPONSE_JSON = {ORDER_RESPONSE_FIELDS, 4, 0, 0x7};
static const array_t ORDER_RESPONSE_ARRAYS[] = {
    {offsetof(tickwire_order_response_t, fills), offsetof(tickwire_order_response_t, num_fills), sizeof(tickwire_order_fill_t)},
    {offsetof(tickwire_order_response_t, rate_limits), offsetof(tickwire_order_response_t, num_rate_limits), sizeof(tickwire_used_limit_t)},
};

static const message_t MESSAGES[TICKWIRE_KINDS] = {
    [TICKWIRE_AGG_TRADE] = {"agg_trade", &AGG_TRADE_JSON, "aggTrade", sizeof(tickwire_agg_trade_t), 8, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_TRADE] = {"trade", &TRADE_JSON, "trade", sizeof(tickwire_trade_t), 5, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_BLOCK_TRADE] = {"block_trade", &BLOCK_TRADE_JSON, "blockTrade", sizeof(tickwire_block_trade_t), 10, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_KLINE] = {"kline", &KLINE_JSON, "kline", sizeof(tickwire_kline_t), 5, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_MINI_TICKER] = {"mini_ticker", &MINI_TICKER_JSON, "24hrMiniTicker", sizeof(tickwire_mini_ticker_t), 14, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_TICKER] = {"ticker", &TICKER_JSON, "24hrTicker", sizeof(tickwire_ticker_t), 10, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_ROLLING_TICKER] = {"rolling_ticker", &ROLLING_TICKER_JSON, NULL, sizeof(tickwire_rolling_ticker_t), 0, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_BOOK_TICKER] = {"book_ticker", &BOOK_TICKER_JSON, NULL, sizeof(tickwire_book_ticker_t), 0, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_AVG_PRICE] = {"avg_price", &AVG_PRICE_JSON, "avgPrice", sizeof(tickwire_avg_price_t), 8, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_PARTIAL_DEPTH] = {"partial_depth", &PARTIAL_DEPTH_JSON, NULL, sizeof(tickwire_partial_depth_t), 0, 1, FORM_STREAM, 2, 0, PARTIAL_DEPTH_ARRAYS},
    [TICKWIRE_DEPTH_UPDATE] = {"depth_update", &DEPTH_UPDATE_JSON, "depthUpdate", sizeof(tickwire_depth_update_t), 11, 1, FORM_STREAM, 2, 0, DEPTH_UPDATE_ARRAYS},
    [TICKWIRE_REFERENCE_PRICE] = {"reference_price", &REFERENCE_PRICE_JSON, "referencePrice", sizeof(tickwire_reference_price_t), 14, 0, FORM_STREAM, 0, 0, NULL},
    [TICKWIRE_SERVER_SHUTDOWN] = {"server_shutdown", &SERVER_SHUTDOWN_JSON, "serverShutdown", sizeof(tickwire_server_shutdown_t), 14, 0, FORM_EVENT, 0, 0, NULL},
    [TICKWIRE_EXECUTION_REPORT] = {"execution_report", &EXECUTION_REPORT_JSON, "executionReport", sizeof(tickwire_execution_report_t), 15, 0, FORM_EVENT, 0, offsetof(tickwire_execution_report_t, subscription_id), NULL},
    [TICKWIRE_OUTBOUND_ACCOUNT_POSITION] = {"outbound_account_position", &OUTBOUND_ACCOUNT_POSITION_JSON, "outboundAccountPosition", sizeof(tickwire_outbound_account_position_t), 23, 0, FORM_EVENT, 1, offsetof(tickwire_outbound_account_position_t, subscription_id), OUTBOUND_ACCOUNT_POSITION_ARRAYS},
    [TICKWIRE_BALANCE_UPDATE] = {"balance_update", &BALANCE_UPDATE_JSON, "balanceUpdate", sizeof(tickwire_balance_update_t), 13, 0, FORM_EVENT, 0, offsetof(tickwire_balance_update_t, subscription_id), NULL},
    [TICKWIRE_LIST_STATUS] = {"list_status", &LIST_STATUS_JSON, "listStatus", sizeof(tickwire_list_status_t), 10, 0, FORM_EVENT, 1, offsetof(tickwire_list_status_t, subscription_id), LIST_STATUS_ARRAYS},
    [TICKWIRE_EXTERNAL_LOCK_UPDATE] = {"external_lock_update", &EXTERNAL_LOCK_UPDATE_JSON, "externalLockUpdate", sizeof(tickwire_external_lock_update_t), 18, 0, FORM_EVENT, 0, offsetof(tickwire_external_lock_update_t, subscription_id), NULL},
    [TICKWIRE_EVENT_STREAM_TERMINATED] = {"event_stream_terminated", &EVENT_STREAM_TERMINATED_JSON, "eventStreamTerminated", sizeof(tickwire_event_stream_terminated_t), 21, 0, FORM_EVENT, 0, offsetof(tickwire_event_stream_terminated_t, subscription_id), NULL},
    [TICKWIRE_ORDER_RESPONSE] = {"order_response", &ORDER_RESPONSE_JSON, NULL, sizeof(tickwire_order_response_t), 0, 0, FORM_REPLY, 2, 0, ORDER_RESPONSE_ARRAYS},
};

static const struct {
    const char *name;
    int kind;
} EVENTS[] = {
    {"aggTrade", TICKWIRE_AGG_TRADE},
    {"trade", TICKWIRE_TRADE},
    {"blockTrade", TICKWIRE_BLOCK_TRADE},
    {"kline", TICKWIRE_KLINE},
    {"24hrMiniTicker", TICKWIRE_MINI_TICKER},
    {"24hrTicker", TICKWIRE_TICKER},
    {"1hTicker", TICKWIRE_ROLLING_TICKER},
    {"4hTicker", TICKWIRE_ROLLING_TICKER},
    {"1dTicker", TICKWIRE_ROLLING_TICKER},
    {"avgPrice", TICKWIRE_AVG_PRICE},
    {"depthUpdate", TICKWIRE_DEPTH_UPDATE},
    {"referencePrice", TICKWIRE_REFERENCE_PRICE},
    {"serverShutdown", TICKWIRE_SERVER_SHUTDOWN},
    {"executionReport", TICKWIRE_EXECUTION_REPORT},
    {"outboundAccountPosition", TICKWIRE_OUTBOUND_ACCOUNT_POSITION},
    {"balanceUpdate", TICKWIRE_BALANCE_UPDATE},
    {"listStatus", TICKWIRE_LIST_STATUS},
    {"externalLockUpdate", TICKWIRE_EXTERNAL_LOCK_UPDATE},
    {"eventStreamTerminated", TICKWIRE_EVENT_STREAM_TERMINATED},
};
