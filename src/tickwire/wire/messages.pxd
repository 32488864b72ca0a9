# Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`.
"""The messages as C structs, for `cimport`, and the classes of their views."""

from libc.stdint cimport int8_t, int64_t, uint8_t, uint16_t, uint32_t

from tickwire.wire.numbers cimport level_t

cdef extern from "messages.h" nogil:
    enum:
        KIND_AGG_TRADE "TICKWIRE_AGG_TRADE"
        KIND_TRADE "TICKWIRE_TRADE"
        KIND_BLOCK_TRADE "TICKWIRE_BLOCK_TRADE"
        KIND_KLINE "TICKWIRE_KLINE"
        KIND_MINI_TICKER "TICKWIRE_MINI_TICKER"
        KIND_TICKER "TICKWIRE_TICKER"
        KIND_ROLLING_TICKER "TICKWIRE_ROLLING_TICKER"
        KIND_BOOK_TICKER "TICKWIRE_BOOK_TICKER"
        KIND_AVG_PRICE "TICKWIRE_AVG_PRICE"
        KIND_PARTIAL_DEPTH "TICKWIRE_PARTIAL_DEPTH"
        KIND_DEPTH_UPDATE "TICKWIRE_DEPTH_UPDATE"
        KIND_REFERENCE_PRICE "TICKWIRE_REFERENCE_PRICE"
        KIND_SERVER_SHUTDOWN "TICKWIRE_SERVER_SHUTDOWN"
        KIND_COUNT "TICKWIRE_KINDS"
    enum:
        FLAG_LAST_IN_ARRAY "TICKWIRE_LAST_IN_ARRAY"
        FLAG_SNAPSHOT "TICKWIRE_SNAPSHOT"
        FLAG_RECOVERED "TICKWIRE_RECOVERED"
        FLAG_LATE "TICKWIRE_LATE"
        FLAG_MICROSECONDS "TICKWIRE_MICROSECONDS"
        FLAG_IN_ARRAY "TICKWIRE_IN_ARRAY"
    ctypedef struct header_t "tickwire_header_t":
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
    ctypedef struct agg_trade_t "tickwire_agg_trade_t":  # Fills of one aggressing order at one price, reported as one event.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t agg_trade_id                # one more than the event before; a jump is a gap
        int64_t price                       # price of every fill
        int64_t qty                         # sum of the fills
        int64_t first_trade_id              # first fill
        int64_t last_trade_id               # last fill
        int64_t transact_time               # when the fills happened
        uint8_t is_buyer_maker              # true: the seller was the aggressor
        int8_t is_best_match                # always true; the venue says to ignore it
    ctypedef struct trade_t "tickwire_trade_t":  # One trade between one buyer and one seller.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t trade_id                    # one more than the trade before; a jump is a gap
        int64_t price                       # price
        int64_t qty                         # quantity
        int64_t transact_time               # when the trade happened
        uint8_t is_buyer_maker              # true: the seller was the aggressor
        int8_t is_best_match                # always true; the venue says to ignore it
    ctypedef struct block_trade_t "tickwire_block_trade_t":  # One trade negotiated outside the order book.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t block_trade_id              # id in a space of its own, apart from trade ids
        int64_t price                       # price
        int64_t qty                         # quantity
        int64_t transact_time               # when the trade happened
        uint8_t is_buyer_maker              # true: the seller was the aggressor
    ctypedef struct kline_t "tickwire_kline_t":  # The current candle of an interval, sent every second or two while it forms and once when it closes.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t open_time                   # start of the candle
        int64_t close_time                  # last instant of the candle
        int64_t first_trade_id              # first trade in the candle, -1 when there is none
        int64_t last_trade_id               # last trade in the candle, -1 when there is none
        int64_t open_price                  # first price
        int64_t close_price                 # last price so far
        int64_t high_price                  # highest price
        int64_t low_price                   # lowest price
        int64_t volume                      # traded quantity, in the base asset
        int64_t num_trades                  # number of trades
        int64_t quote_volume                # traded value, in the quote asset
        int64_t taker_buy_base_volume       # quantity bought by aggressors
        int64_t taker_buy_quote_volume      # value bought by aggressors
        char interval[16]                   # 1s, 1m, 3m, ..., 1M
        int8_t volume_exponent              # volume is its mantissa times ten to this power
        uint8_t is_closed                   # true in the candle's last message
        int8_t quote_volume_exponent        # quote_volume is its mantissa times ten to this power
        int8_t taker_buy_base_volume_exponent# taker_buy_base_volume is its mantissa times ten to this power
        int8_t taker_buy_quote_volume_exponent# taker_buy_quote_volume is its mantissa times ten to this power
    ctypedef struct mini_ticker_t "tickwire_mini_ticker_t":  # Open, high, low, last and volume of the last 24 hours.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t last_price                  # last price
        int64_t open_price                  # price 24 hours ago
        int64_t high_price                  # highest price
        int64_t low_price                   # lowest price
        int64_t volume                      # traded quantity, in the base asset
        int64_t quote_volume                # traded value, in the quote asset
        int8_t volume_exponent              # volume is its mantissa times ten to this power
        int8_t quote_volume_exponent        # quote_volume is its mantissa times ten to this power
    ctypedef struct ticker_t "tickwire_ticker_t":  # Statistics of the last 24 hours with the best bid and offer.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t price_change                # last price less the price 24 hours ago
        int64_t price_change_percent        # the same in percent
        int64_t weighted_avg_price          # average price weighted by quantity
        int64_t prev_close_price            # price of the last trade before the window
        int64_t last_price                  # last price
        int64_t last_qty                    # last quantity
        int64_t bid_price                   # best bid
        int64_t bid_qty                     # quantity at the best bid
        int64_t ask_price                   # best offer
        int64_t ask_qty                     # quantity at the best offer
        int64_t open_price                  # price 24 hours ago
        int64_t high_price                  # highest price
        int64_t low_price                   # lowest price
        int64_t volume                      # traded quantity, in the base asset
        int64_t quote_volume                # traded value, in the quote asset
        int64_t open_time                   # start of the window
        int64_t close_time                  # end of the window
        int64_t first_id                    # first trade, -1 when there is none
        int64_t last_id                     # last trade, -1 when there is none
        int64_t num_trades                  # number of trades
        int8_t price_change_percent_exponent# price_change_percent is its mantissa times ten to this power
        int8_t weighted_avg_price_exponent  # weighted_avg_price is its mantissa times ten to this power
        int8_t volume_exponent              # volume is its mantissa times ten to this power
        int8_t quote_volume_exponent        # quote_volume is its mantissa times ten to this power
    ctypedef struct rolling_ticker_t "tickwire_rolling_ticker_t":  # Statistics of the last hour, four hours or day.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t price_change                # last price less the price at the start of the window
        int64_t price_change_percent        # the same in percent
        int64_t open_price                  # first price
        int64_t high_price                  # highest price
        int64_t low_price                   # lowest price
        int64_t last_price                  # last price
        int64_t weighted_avg_price          # average price weighted by quantity
        int64_t volume                      # traded quantity, in the base asset
        int64_t quote_volume                # traded value, in the quote asset
        int64_t open_time                   # start of the window, a full minute
        int64_t close_time                  # time of the update
        int64_t first_id                    # first trade, -1 when there is none
        int64_t last_id                     # last trade, -1 when there is none
        int64_t num_trades                  # number of trades
        char event_type[16]                 # 1hTicker, 4hTicker or 1dTicker
        int8_t price_change_percent_exponent# price_change_percent is its mantissa times ten to this power
        int8_t weighted_avg_price_exponent  # weighted_avg_price is its mantissa times ten to this power
        int8_t volume_exponent              # volume is its mantissa times ten to this power
        int8_t quote_volume_exponent        # quote_volume is its mantissa times ten to this power
    ctypedef struct book_ticker_t "tickwire_book_ticker_t":  # The best bid or the best offer changed.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t book_update_id              # order book update after which this is the best bid and offer
        int64_t bid_price                   # best bid
        int64_t bid_qty                     # quantity at the best bid
        int64_t ask_price                   # best offer
        int64_t ask_qty                     # quantity at the best offer
    ctypedef struct avg_price_t "tickwire_avg_price_t":  # The average price over a few minutes, as the venue's filters use it.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t price                       # average price
        int64_t close_time                  # time of the last trade
        char interval[16]                   # length of the average, such as 5m
    ctypedef struct partial_depth_t "tickwire_partial_depth_t":  # The best 5, 10 or 20 levels of both sides, whole in every message.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t book_update_id              # order book update after which the levels stood so
        const level_t *bids                 # highest price first
        const level_t *asks                 # lowest price first
        uint32_t num_bids                   # number of bids
        uint32_t num_asks                   # number of asks
    ctypedef struct depth_update_t "tickwire_depth_update_t":  # Levels that changed since the message before, with their new quantity; zero removes the level.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t first_book_update_id        # first order book update in the message
        int64_t last_book_update_id         # last order book update in the message
        const level_t *bids                 # changed bids
        const level_t *asks                 # changed asks
        uint32_t num_bids                   # number of bids
        uint32_t num_asks                   # number of asks
    ctypedef struct reference_price_t "tickwire_reference_price_t":  # The reference price of the price range execution rule.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
        int64_t reference_price             # reference price, null when there is none
        int64_t timestamp                   # engine time at which it was valid
    ctypedef struct server_shutdown_t "tickwire_server_shutdown_t":  # The server is about to go down: open another connection at once. Needs no subscription.
        uint8_t kind            # which message this is
        uint8_t line            # which of several redundant connections brought it
        uint16_t flags          # TICKWIRE_LAST_IN_ARRAY and so on
        int8_t price_exponent   # a price is its mantissa times ten to this power
        int8_t qty_exponent     # a quantity is its mantissa times ten to this power
        uint16_t reserved       # zero
        uint32_t symbol         # id of the instrument's name, 0 when the message names none
        uint32_t stream         # id of the stream's name, 0 when unknown
        int64_t recv_time       # when this machine read it from the socket, ns since the epoch; 0 when it did not
        int64_t event_time      # when the venue sent it, ns since the epoch; 0 when the message does not say
    ctypedef union message_t "tickwire_message_t":
        agg_trade_t agg_trade
        trade_t trade
        block_trade_t block_trade
        kline_t kline
        mini_ticker_t mini_ticker
        ticker_t ticker
        rolling_ticker_t rolling_ticker
        book_ticker_t book_ticker
        avg_price_t avg_price
        partial_depth_t partial_depth
        depth_update_t depth_update
        reference_price_t reference_price
        server_shutdown_t server_shutdown

# A fresh view of any message; the view owns its data.
cdef object new_view(const header_t *message)
# The struct inside a view; TypeError for anything else.
cdef const header_t *struct_of(object view) except NULL


cdef class AggTrade:
    cdef agg_trade_t c


cdef class Trade:
    cdef trade_t c


cdef class BlockTrade:
    cdef block_trade_t c


cdef class Kline:
    cdef kline_t c


cdef class MiniTicker:
    cdef mini_ticker_t c


cdef class Ticker:
    cdef ticker_t c


cdef class RollingTicker:
    cdef rolling_ticker_t c


cdef class BookTicker:
    cdef book_ticker_t c


cdef class AvgPrice:
    cdef avg_price_t c


cdef class PartialDepth:
    cdef partial_depth_t c
    cdef void *memory  # the levels, owned


cdef class DepthUpdate:
    cdef depth_update_t c
    cdef void *memory  # the levels, owned


cdef class ReferencePrice:
    cdef reference_price_t c


cdef class ServerShutdown:
    cdef server_shutdown_t c
