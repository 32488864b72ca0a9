/* Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`. */
#pragma once
#include <stdint.h>

enum {
    SBE_STREAMS = 1,
    SBE_STREAMS_VERSION = 0,
    SBE_TRADING = 3,
    SBE_TRADING_VERSION = 5,
    SBE_WEB_SOCKET_RESPONSE = 50,
};

/* TradesStreamEvent */
enum {
    SBE_TRADE_TEMPLATE = 10000,
    SBE_TRADE_BLOCK = 18,
    SBE_TRADE_EVENT_TIME = 0,
    SBE_TRADE_TRANSACT_TIME = 8,
    SBE_TRADE_PRICE_EXPONENT = 16,
    SBE_TRADE_QTY_EXPONENT = 17,
    SBE_TRADE_ENTRY_BLOCK = 25,
    SBE_TRADE_ENTRY_TRADE_ID = 0,
    SBE_TRADE_ENTRY_PRICE = 8,
    SBE_TRADE_ENTRY_QTY = 16,
    SBE_TRADE_ENTRY_IS_BUYER_MAKER = 24,
};

/* BestBidAskStreamEvent */
enum {
    SBE_BOOK_TICKER_TEMPLATE = 10001,
    SBE_BOOK_TICKER_BLOCK = 50,
    SBE_BOOK_TICKER_EVENT_TIME = 0,
    SBE_BOOK_TICKER_BOOK_UPDATE_ID = 8,
    SBE_BOOK_TICKER_PRICE_EXPONENT = 16,
    SBE_BOOK_TICKER_QTY_EXPONENT = 17,
    SBE_BOOK_TICKER_BID_PRICE = 18,
    SBE_BOOK_TICKER_BID_QTY = 26,
    SBE_BOOK_TICKER_ASK_PRICE = 34,
    SBE_BOOK_TICKER_ASK_QTY = 42,
};

/* DepthSnapshotStreamEvent */
enum {
    SBE_PARTIAL_DEPTH_TEMPLATE = 10002,
    SBE_PARTIAL_DEPTH_BLOCK = 18,
    SBE_PARTIAL_DEPTH_EVENT_TIME = 0,
    SBE_PARTIAL_DEPTH_BOOK_UPDATE_ID = 8,
    SBE_PARTIAL_DEPTH_PRICE_EXPONENT = 16,
    SBE_PARTIAL_DEPTH_QTY_EXPONENT = 17,
    SBE_PARTIAL_DEPTH_ENTRY_BLOCK = 16,
    SBE_PARTIAL_DEPTH_ENTRY_PRICE = 0,
    SBE_PARTIAL_DEPTH_ENTRY_QTY = 8,
};

/* DepthDiffStreamEvent */
enum {
    SBE_DEPTH_UPDATE_TEMPLATE = 10003,
    SBE_DEPTH_UPDATE_BLOCK = 26,
    SBE_DEPTH_UPDATE_EVENT_TIME = 0,
    SBE_DEPTH_UPDATE_FIRST_BOOK_UPDATE_ID = 8,
    SBE_DEPTH_UPDATE_LAST_BOOK_UPDATE_ID = 16,
    SBE_DEPTH_UPDATE_PRICE_EXPONENT = 24,
    SBE_DEPTH_UPDATE_QTY_EXPONENT = 25,
    SBE_DEPTH_UPDATE_ENTRY_BLOCK = 16,
    SBE_DEPTH_UPDATE_ENTRY_PRICE = 0,
    SBE_DEPTH_UPDATE_ENTRY_QTY = 8,
};

static const uint64_t SBE_LISTED[] = {
    0x3,
    0x7f,
    0x7,
    0xa7f,
    0x13f,
    0x3e,
    0x1ff,
    0x7e,
    0xe,
    0x6,
    0xf,
    0xf,
    0x6,
    0x2,
    0xe,
    0x6,
    0x5,
    0x6,
    0x6,
    0x7,
    0x6,
    0x6,
    0x1f,
    0xf,
    0xf,
    0x5,
};

enum { SBE_WEB_SOCKET_RESPONSE_BLOCK = 3, SBE_WEB_SOCKET_RESPONSE_SHORTEST = 3 };
static const uint16_t SBE_WEB_SOCKET_RESPONSE_ENDS[] = {3};
static const uint8_t SBE_WEB_SOCKET_RESPONSE_NULLS[] = {0};

enum { SBE_USED_LIMIT_BLOCK = 19, SBE_USED_LIMIT_SHORTEST = 19 };
static const uint16_t SBE_USED_LIMIT_ENDS[] = {19};
static const uint8_t SBE_USED_LIMIT_NULLS[] = {0};

#define SBE_USED_LIMIT_ROWS(X) \
    X(WORD, rate_limit_type, 0, 23) \
    X(WORD, interval, 1, 24) \
    X(UINT8, interval_num, 2, 0) \
    X(INT, limit, 3, 0) \
    X(INT, count, 11, 0)

/* ExecutionReportEvent */
enum { SBE_EXECUTION_REPORT_EVENT = 603 };
enum { SBE_EXECUTION_REPORT_EVENT_BLOCK = 282, SBE_EXECUTION_REPORT_EVENT_SHORTEST = 208 };
static const uint16_t SBE_EXECUTION_REPORT_EVENT_ENDS[] = {208, 216, 224, 232, 240, 248, 252, 260, 268, 270, 271, 272, 273, 281, 282};
static const uint8_t SBE_EXECUTION_REPORT_EVENT_NULLS[] = {0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 128, 255};

#define SBE_EXECUTION_REPORT_EVENT_ROWS(X) \
    X(TIME, event_time, 0, 0) \
    X(TIME, transact_time, 8, 0) \
    X(EXPONENT, price_exponent, 16, 0) \
    X(EXPONENT, qty_exponent, 17, 0) \
    X(EXPONENT, commission_exponent, 18, 0) \
    X(TIME_OR_NONE, order_creation_time, 19, 0) \
    X(TIME_OR_NULL, working_time, 27, 0) \
    X(INT, order_id, 35, 0) \
    X(INT_OR_NONE, order_list_id, 43, 0) \
    X(INT, orig_qty, 51, 0) \
    X(INT, price, 59, 0) \
    X(AMOUNT_BY_PRICE, orig_quote_order_qty, 67, 0) \
    X(INT, iceberg_qty, 75, 0) \
    X(INT, stop_price, 83, 0) \
    X(WORD, order_type, 91, 1) \
    X(WORD, side, 92, 0) \
    X(WORD, time_in_force, 93, 2) \
    X(WORD, execution_type, 94, 4) \
    X(WORD, order_status, 95, 3) \
    X(INT_OR_NONE, trade_id, 96, 0) \
    X(INT, execution_id, 104, 0) \
    X(INT, executed_qty, 112, 0) \
    X(AMOUNT_BY_PRICE, cummulative_quote_qty, 120, 0) \
    X(INT, last_qty, 128, 0) \
    X(INT, last_price, 136, 0) \
    X(AMOUNT_BY_PRICE, quote_qty, 144, 0) \
    X(INT, commission, 152, 0) \
    X(FLAG, is_working, 160, 0) \
    X(FLAG, is_maker, 161, 0) \
    X(FLAG, is_best_match, 162, 0) \
    X(WORD, match_type, 163, 15) \
    X(WORD, self_trade_prevention_mode, 164, 7) \
    X(WORD, order_capacity, 165, 17) \
    X(WORD, working_floor, 166, 14) \
    X(FLAG, used_sor, 167, 0) \
    X(INT_OR_NULL, alloc_id, 168, 0) \
    X(UINT_OR_NULL, trailing_delta, 176, 0) \
    X(TIME_OR_NULL, trailing_time, 184, 0) \
    X(INT_OR_NULL, trade_group_id, 192, 0) \
    X(INT, prevented_qty, 200, 0) \
    X(INT_OR_NULL, last_prevented_qty, 208, 0) \
    X(INT_OR_NULL, prevented_match_id, 216, 0) \
    X(INT_OR_NULL, prevented_execution_qty, 224, 0) \
    X(INT_OR_NULL, prevented_execution_price, 232, 0) \
    X(MAYBE_AMOUNT_BY_PRICE, prevented_execution_quote_qty, 240, 0) \
    X(INT32_OR_NULL, strategy_type, 248, 0) \
    X(INT_OR_NULL, strategy_id, 252, 0) \
    X(INT_OR_NULL, counter_order_id, 260, 0) \
    X(SUBSCRIPTION, subscription_id, 268, 0) \
    X(WORD, peg_price_type, 270, 12) \
    X(WORD, peg_offset_type, 271, 13) \
    X(UINT8_OR_NULL, peg_offset_value, 272, 0) \
    X(INT_OR_NULL, pegged_price, 273, 0) \
    X(WORD, expiry_reason, 281, 6)

#define SBE_EXECUTION_REPORT_EVENT_TEXTS(X) \
    X(SYMBOL, symbol, 0) \
    X(LABEL, client_order_id, 0) \
    X(LABEL, orig_client_order_id, 0) \
    X(NAME, commission_asset, 0) \
    X(TEXT_WORD, reject_reason, 5) \
    X(NAME, counter_symbol, 0)
#define SBE_EXECUTION_REPORT_EVENT_FORMS "sstttt"

/* NewOrderAckResponse */
enum { SBE_NEW_ORDER_ACK_RESPONSE = 300 };
enum { SBE_NEW_ORDER_ACK_RESPONSE_BLOCK = 24, SBE_NEW_ORDER_ACK_RESPONSE_SHORTEST = 24 };
static const uint16_t SBE_NEW_ORDER_ACK_RESPONSE_ENDS[] = {24};
static const uint8_t SBE_NEW_ORDER_ACK_RESPONSE_NULLS[] = {0};

#define SBE_NEW_ORDER_ACK_RESPONSE_ROWS(X) \
    X(INT, order_id, 0, 0) \
    X(INT_OR_NONE, order_list_id, 8, 0) \
    X(TIME, transact_time, 16, 0)

#define SBE_NEW_ORDER_ACK_RESPONSE_TEXTS(X) \
    X(SYMBOL, symbol, 0) \
    X(LABEL, client_order_id, 0)
#define SBE_NEW_ORDER_ACK_RESPONSE_FORMS "ss"

/* NewOrderFullResponse */
enum { SBE_NEW_ORDER_FULL_RESPONSE = 302 };
enum { SBE_NEW_ORDER_FULL_RESPONSE_BLOCK = 154, SBE_NEW_ORDER_FULL_RESPONSE_SHORTEST = 142 };
static const uint16_t SBE_NEW_ORDER_FULL_RESPONSE_ENDS[] = {142, 143, 144, 145, 153, 154};
static const uint8_t SBE_NEW_ORDER_FULL_RESPONSE_NULLS[] = {255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 128, 255};

#define SBE_NEW_ORDER_FULL_RESPONSE_ROWS(X) \
    X(EXPONENT, price_exponent, 0, 0) \
    X(EXPONENT, qty_exponent, 1, 0) \
    X(INT, order_id, 2, 0) \
    X(INT_OR_NONE, order_list_id, 10, 0) \
    X(TIME, transact_time, 18, 0) \
    X(INT, price, 26, 0) \
    X(INT, orig_qty, 34, 0) \
    X(INT, executed_qty, 42, 0) \
    X(AMOUNT_BY_PRICE, cummulative_quote_qty, 50, 0) \
    X(WORD, order_status, 58, 3) \
    X(WORD, time_in_force, 59, 2) \
    X(WORD, order_type, 60, 1) \
    X(WORD, side, 61, 0) \
    X(INT_OR_NULL, stop_price, 62, 0) \
    X(INT_OR_NULL, trailing_delta, 70, 0) \
    X(TIME_OR_NULL, trailing_time, 78, 0) \
    X(TIME_OR_NONE, working_time, 86, 0) \
    X(INT_OR_NULL, iceberg_qty, 94, 0) \
    X(INT_OR_NULL, strategy_id, 102, 0) \
    X(INT32_OR_NULL, strategy_type, 110, 0) \
    X(WORD, working_floor, 115, 14) \
    X(WORD, self_trade_prevention_mode, 116, 7) \
    X(INT_OR_NULL, trade_group_id, 117, 0) \
    X(INT, prevented_qty, 125, 0) \
    X(FLAG, used_sor, 133, 0) \
    X(AMOUNT_BY_PRICE, orig_quote_order_qty, 134, 0) \
    X(WORD, peg_price_type, 142, 12) \
    X(WORD, peg_offset_type, 143, 13) \
    X(UINT8_OR_NULL, peg_offset_value, 144, 0) \
    X(INT_OR_NULL, pegged_price, 145, 0) \
    X(WORD, expiry_reason, 153, 6)

#define SBE_NEW_ORDER_FULL_RESPONSE_TEXTS(X) \
    X(SYMBOL, symbol, 0) \
    X(LABEL, client_order_id, 0)
#define SBE_NEW_ORDER_FULL_RESPONSE_FORMS "ss"

enum { SBE_ORDER_FILL_BLOCK = 42, SBE_ORDER_FILL_SHORTEST = 26 };
static const uint16_t SBE_ORDER_FILL_ENDS[] = {26, 34, 42};
static const uint8_t SBE_ORDER_FILL_NULLS[] = {0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 128};

#define SBE_ORDER_FILL_ROWS(X) \
    X(EXPONENT, commission_exponent, 0, 0) \
    X(WORD, match_type, 1, 15) \
    X(AMOUNT_BY_PRICE, price, 2, 0) \
    X(AMOUNT_BY_QTY, qty, 10, 0) \
    X(INT, commission, 18, 0) \
    X(INT_OR_NONE, trade_id, 26, 0) \
    X(INT_OR_NULL, alloc_id, 34, 0)

#define SBE_ORDER_FILL_TEXTS(X) \
    X(NAME, commission_asset, 0)
#define SBE_ORDER_FILL_FORMS "t"

/* CancelOrderResponse */
enum { SBE_CANCEL_ORDER_RESPONSE = 305 };
enum { SBE_CANCEL_ORDER_RESPONSE_BLOCK = 137, SBE_CANCEL_ORDER_RESPONSE_SHORTEST = 126 };
static const uint16_t SBE_CANCEL_ORDER_RESPONSE_ENDS[] = {126, 127, 128, 129, 137};
static const uint8_t SBE_CANCEL_ORDER_RESPONSE_NULLS[] = {255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 128};

#define SBE_CANCEL_ORDER_RESPONSE_ROWS(X) \
    X(EXPONENT, price_exponent, 0, 0) \
    X(EXPONENT, qty_exponent, 1, 0) \
    X(INT, order_id, 2, 0) \
    X(INT_OR_NONE, order_list_id, 10, 0) \
    X(TIME, transact_time, 18, 0) \
    X(INT, price, 26, 0) \
    X(INT, orig_qty, 34, 0) \
    X(INT, executed_qty, 42, 0) \
    X(AMOUNT_BY_PRICE, cummulative_quote_qty, 50, 0) \
    X(WORD, order_status, 58, 3) \
    X(WORD, time_in_force, 59, 2) \
    X(WORD, order_type, 60, 1) \
    X(WORD, side, 61, 0) \
    X(INT_OR_NULL, stop_price, 62, 0) \
    X(INT_OR_NULL, trailing_delta, 70, 0) \
    X(TIME_OR_NULL, trailing_time, 78, 0) \
    X(INT_OR_NULL, iceberg_qty, 86, 0) \
    X(INT_OR_NULL, strategy_id, 94, 0) \
    X(INT32_OR_NULL, strategy_type, 102, 0) \
    X(WORD, working_floor, 107, 14) \
    X(WORD, self_trade_prevention_mode, 108, 7) \
    X(INT, prevented_qty, 109, 0) \
    X(FLAG, used_sor, 117, 0) \
    X(AMOUNT_BY_PRICE, orig_quote_order_qty, 118, 0) \
    X(WORD, peg_price_type, 126, 12) \
    X(WORD, peg_offset_type, 127, 13) \
    X(UINT8_OR_NULL, peg_offset_value, 128, 0) \
    X(INT_OR_NULL, pegged_price, 129, 0)

#define SBE_CANCEL_ORDER_RESPONSE_TEXTS(X) \
    X(SYMBOL, symbol, 0) \
    X(LABEL, orig_client_order_id, 0) \
    X(LABEL, client_order_id, 0)
#define SBE_CANCEL_ORDER_RESPONSE_FORMS "sss"

/* NewOrderResultResponse: as NewOrderFullResponse, without groups */
enum { SBE_NEW_ORDER_RESULT_RESPONSE = 301 };
