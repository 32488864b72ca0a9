/* Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`. */
#pragma once
#include "field.h"
#include "messages.h"

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
static const table_t AGG_TRADE_JSON = {AGG_TRADE_FIELDS, 11, 0x3fe};

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
static const table_t TRADE_JSON = {TRADE_FIELDS, 9, 0xfe};

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
static const table_t BLOCK_TRADE_JSON = {BLOCK_TRADE_FIELDS, 8, 0xfe};

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
static const table_t CANDLE_JSON = {CANDLE_FIELDS, 16, 0xffff0};
static const field_t KLINE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_kline_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_kline_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226b22, 0x00000000ffffffff, "k", &CANDLE_JSON, 0, 0, 4, WIRE_OBJECT, 3, 0},
};
static const table_t KLINE_JSON = {KLINE_FIELDS, 4, 0xe};

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
static const table_t MINI_TICKER_JSON = {MINI_TICKER_FIELDS, 9, 0x1fe};

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
static const table_t TICKER_JSON = {TICKER_FIELDS, 23, 0x7ffffe};

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
static const table_t ROLLING_TICKER_JSON = {ROLLING_TICKER_FIELDS, 17, 0x1ffff};

static const field_t BOOK_TICKER_FIELDS[] = {
    {0x000000003a227522, 0x00000000ffffffff, "u", NULL, offsetof(tickwire_book_ticker_t, book_update_id), 0, 4, WIRE_INT, 0, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_book_ticker_t, symbol), 0, 4, WIRE_SYMBOL, 1, 0},
    {0x000000003a226222, 0x00000000ffffffff, "b", NULL, offsetof(tickwire_book_ticker_t, bid_price), 0, 4, WIRE_PRICE, 2, 0},
    {0x000000003a224222, 0x00000000ffffffff, "B", NULL, offsetof(tickwire_book_ticker_t, bid_qty), 0, 4, WIRE_QTY, 3, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_book_ticker_t, ask_price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a224122, 0x00000000ffffffff, "A", NULL, offsetof(tickwire_book_ticker_t, ask_qty), 0, 4, WIRE_QTY, 5, 0},
};
static const table_t BOOK_TICKER_JSON = {BOOK_TICKER_FIELDS, 6, 0x3f};

static const field_t AVG_PRICE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_avg_price_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_avg_price_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a226922, 0x00000000ffffffff, "i", NULL, offsetof(tickwire_avg_price_t, interval), 0, 4, WIRE_TEXT, 3, 0},
    {0x000000003a227722, 0x00000000ffffffff, "w", NULL, offsetof(tickwire_avg_price_t, price), 0, 4, WIRE_PRICE, 4, 0},
    {0x000000003a225422, 0x00000000ffffffff, "T", NULL, offsetof(tickwire_avg_price_t, close_time), 0, 4, WIRE_TIME, 5, 0},
};
static const table_t AVG_PRICE_JSON = {AVG_PRICE_FIELDS, 6, 0x3e};

static const field_t PARTIAL_DEPTH_FIELDS[] = {
    {0x6470557473616c22, 0xffffffffffffffff, "lastUpdateId", NULL, offsetof(tickwire_partial_depth_t, book_update_id), 0, 15, WIRE_INT, 0, 0},
    {0x003a227364696222, 0x00ffffffffffffff, "bids", NULL, offsetof(tickwire_partial_depth_t, bids), offsetof(tickwire_partial_depth_t, num_bids), 7, WIRE_LEVELS, 1, 0},
    {0x003a22736b736122, 0x00ffffffffffffff, "asks", NULL, offsetof(tickwire_partial_depth_t, asks), offsetof(tickwire_partial_depth_t, num_asks), 7, WIRE_LEVELS, 2, 0},
};
static const table_t PARTIAL_DEPTH_JSON = {PARTIAL_DEPTH_FIELDS, 3, 0x7};

static const field_t DEPTH_UPDATE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_depth_update_t, event_time), 0, 4, WIRE_TIME, 1, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_depth_update_t, symbol), 0, 4, WIRE_SYMBOL, 2, 0},
    {0x000000003a225522, 0x00000000ffffffff, "U", NULL, offsetof(tickwire_depth_update_t, first_book_update_id), 0, 4, WIRE_INT, 3, 0},
    {0x000000003a227522, 0x00000000ffffffff, "u", NULL, offsetof(tickwire_depth_update_t, last_book_update_id), 0, 4, WIRE_INT, 4, 0},
    {0x000000003a226222, 0x00000000ffffffff, "b", NULL, offsetof(tickwire_depth_update_t, bids), offsetof(tickwire_depth_update_t, num_bids), 4, WIRE_LEVELS, 5, 0},
    {0x000000003a226122, 0x00000000ffffffff, "a", NULL, offsetof(tickwire_depth_update_t, asks), offsetof(tickwire_depth_update_t, num_asks), 4, WIRE_LEVELS, 6, 0},
};
static const table_t DEPTH_UPDATE_JSON = {DEPTH_UPDATE_FIELDS, 7, 0x7e};

static const field_t REFERENCE_PRICE_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a227322, 0x00000000ffffffff, "s", NULL, offsetof(tickwire_reference_price_t, symbol), 0, 4, WIRE_SYMBOL, 1, 0},
    {0x000000003a227222, 0x00000000ffffffff, "r", NULL, offsetof(tickwire_reference_price_t, reference_price), 0, 4, WIRE_PRICE, 2, 1},
    {0x000000003a227422, 0x00000000ffffffff, "t", NULL, offsetof(tickwire_reference_price_t, timestamp), 0, 4, WIRE_TIME, 3, 0},
};
static const table_t REFERENCE_PRICE_JSON = {REFERENCE_PRICE_FIELDS, 4, 0xe};

static const field_t SERVER_SHUTDOWN_FIELDS[] = {
    {0x000000003a226522, 0x00000000ffffffff, "e", NULL, 0, 0, 4, WIRE_EVENT, 0, 0},
    {0x000000003a224522, 0x00000000ffffffff, "E", NULL, offsetof(tickwire_server_shutdown_t, event_time), 0, 4, WIRE_TIME, 1, 0},
};
static const table_t SERVER_SHUTDOWN_JSON = {SERVER_SHUTDOWN_FIELDS, 2, 0x2};

static const message_t MESSAGES[TICKWIRE_KINDS] = {
    [TICKWIRE_AGG_TRADE] = {"agg_trade", &AGG_TRADE_JSON, "aggTrade", sizeof(tickwire_agg_trade_t), 8, 0},
    [TICKWIRE_TRADE] = {"trade", &TRADE_JSON, "trade", sizeof(tickwire_trade_t), 5, 0},
    [TICKWIRE_BLOCK_TRADE] = {"block_trade", &BLOCK_TRADE_JSON, "blockTrade", sizeof(tickwire_block_trade_t), 10, 0},
    [TICKWIRE_KLINE] = {"kline", &KLINE_JSON, "kline", sizeof(tickwire_kline_t), 5, 0},
    [TICKWIRE_MINI_TICKER] = {"mini_ticker", &MINI_TICKER_JSON, "24hrMiniTicker", sizeof(tickwire_mini_ticker_t), 14, 0},
    [TICKWIRE_TICKER] = {"ticker", &TICKER_JSON, "24hrTicker", sizeof(tickwire_ticker_t), 10, 0},
    [TICKWIRE_ROLLING_TICKER] = {"rolling_ticker", &ROLLING_TICKER_JSON, NULL, sizeof(tickwire_rolling_ticker_t), 0, 0},
    [TICKWIRE_BOOK_TICKER] = {"book_ticker", &BOOK_TICKER_JSON, NULL, sizeof(tickwire_book_ticker_t), 0, 0},
    [TICKWIRE_AVG_PRICE] = {"avg_price", &AVG_PRICE_JSON, "avgPrice", sizeof(tickwire_avg_price_t), 8, 0},
    [TICKWIRE_PARTIAL_DEPTH] = {"partial_depth", &PARTIAL_DEPTH_JSON, NULL, sizeof(tickwire_partial_depth_t), 0, 1},
    [TICKWIRE_DEPTH_UPDATE] = {"depth_update", &DEPTH_UPDATE_JSON, "depthUpdate", sizeof(tickwire_depth_update_t), 11, 1},
    [TICKWIRE_REFERENCE_PRICE] = {"reference_price", &REFERENCE_PRICE_JSON, "referencePrice", sizeof(tickwire_reference_price_t), 14, 0},
    [TICKWIRE_SERVER_SHUTDOWN] = {"server_shutdown", &SERVER_SHUTDOWN_JSON, "serverShutdown", sizeof(tickwire_server_shutdown_t), 14, 0},
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
};
