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
        KIND_EXECUTION_REPORT "TICKWIRE_EXECUTION_REPORT"
        KIND_OUTBOUND_ACCOUNT_POSITION "TICKWIRE_OUTBOUND_ACCOUNT_POSITION"
        KIND_BALANCE_UPDATE "TICKWIRE_BALANCE_UPDATE"
        KIND_LIST_STATUS "TICKWIRE_LIST_STATUS"
        KIND_EXTERNAL_LOCK_UPDATE "TICKWIRE_EXTERNAL_LOCK_UPDATE"
        KIND_EVENT_STREAM_TERMINATED "TICKWIRE_EVENT_STREAM_TERMINATED"
        KIND_ORDER_RESPONSE "TICKWIRE_ORDER_RESPONSE"
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
    ctypedef struct balance_t "tickwire_balance_t":  # What an account has of an asset.
        int64_t free                        # what can be used
        int64_t locked                      # what open orders hold
        uint32_t asset                      # asset
        int8_t free_exponent                # free is its mantissa times ten to this power
        int8_t locked_exponent              # locked is its mantissa times ten to this power
    ctypedef struct list_order_t "tickwire_list_order_t":  # An order of a list.
        int64_t order_id                    # the venue's id of the order
        uint32_t symbol                     # instrument
        char client_order_id[40]            # the client's id of the order
    ctypedef struct order_fill_t "tickwire_order_fill_t":  # One execution in the reply to a new order.
        int64_t price                       # price
        int64_t qty                         # quantity
        int64_t commission                  # commission
        int64_t trade_id                    # id of the trade
        int64_t alloc_id                    # id of the allocation
        uint32_t commission_asset           # what the commission was paid in
        uint8_t match_type                  # how the allocation came to be
        int8_t price_exponent               # price is its mantissa times ten to this power
        int8_t qty_exponent                 # qty is its mantissa times ten to this power
        int8_t commission_exponent          # commission is its mantissa times ten to this power
    ctypedef struct used_limit_t "tickwire_used_limit_t":  # How much of one of the venue's limits is used.
        int64_t interval_num                # length of its window
        int64_t limit                       # how many it allows
        int64_t count                       # how many there were in the window of now
        uint8_t rate_limit_type             # what it counts
        uint8_t interval                    # unit of its window
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
    ctypedef struct book_ticker_t "tickwire_book_ticker_t":  # The best bid or the best offer changed. `@bestBidAsk` is its name on an SBE connection.
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
    ctypedef struct execution_report_t "tickwire_execution_report_t":  # Something happened to an order: it was placed, filled in part or whole, cancelled, amended, or it expired.
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
        int64_t subscription_id             # which subscription of the connection brought it, else null
        int64_t orig_qty                    # quantity of the order
        int64_t price                       # price of the order, 0 for one without
        int64_t stop_price                  # stop price, 0 for an order without
        int64_t iceberg_qty                 # visible quantity of an iceberg, else 0
        int64_t order_list_id               # id of the order list, -1 when it is in none
        int64_t order_id                    # the venue's id of the order
        int64_t last_qty                    # quantity of this fill
        int64_t executed_qty                # quantity filled so far
        int64_t last_price                  # price of this fill
        int64_t commission                  # commission of this fill
        int64_t transact_time               # when it happened
        int64_t trade_id                    # id of the trade, -1 when this is no fill
        int64_t prevented_match_id          # id of the match that was prevented
        int64_t execution_id                # id of this execution
        int64_t order_creation_time         # when the order was placed
        int64_t cummulative_quote_qty       # value filled so far, in the quote asset
        int64_t quote_qty                   # value of this fill, in the quote asset
        int64_t orig_quote_order_qty        # value of an order by value, else 0
        int64_t working_time                # when the order came on the book
        int64_t trailing_delta              # distance of a trailing stop, in basis points
        int64_t trailing_time               # since when a trailing stop trails
        int64_t strategy_id                 # the client's id of a strategy
        int64_t strategy_type               # the client's number of a kind of strategy
        int64_t prevented_qty               # quantity that expired so as not to trade with oneself
        int64_t last_prevented_qty          # of it, the quantity of this event
        int64_t trade_group_id              # the group of accounts that do not trade with one another
        int64_t counter_order_id            # the order that it would have traded with
        int64_t prevented_execution_qty     # quantity of the trade that was prevented
        int64_t prevented_execution_price   # its price
        int64_t prevented_execution_quote_qty# its value, in the quote asset
        int64_t alloc_id                    # id of the allocation
        int64_t peg_offset_value            # its offset
        int64_t pegged_price                # the price that it has now
        uint32_t commission_asset           # what the commission was paid in, null when there was none
        uint32_t counter_symbol             # that order's instrument
        char client_order_id[40]            # the client's id of the order; after a cancellation that of the cancellation
        uint8_t side                        # buy or sell
        uint8_t order_type                  # kind of order
        uint8_t time_in_force               # how long it stands
        char orig_client_order_id[40]       # the client's id of the order that was cancelled or amended, else empty
        uint8_t execution_type              # what happened
        uint8_t order_status                # where the order stands now
        uint8_t reject_reason               # why it was rejected, else NONE
        int8_t commission_exponent          # commission is its mantissa times ten to this power
        uint8_t is_working                  # true while the order is on the book
        uint8_t is_maker                    # true when the order was on the book before the trade
        int8_t is_best_match                # the venue says to ignore it
        int8_t cummulative_quote_qty_exponent# cummulative_quote_qty is its mantissa times ten to this power
        int8_t quote_qty_exponent           # quote_qty is its mantissa times ten to this power
        int8_t orig_quote_order_qty_exponent# orig_quote_order_qty is its mantissa times ten to this power
        uint8_t self_trade_prevention_mode  # what would happen instead of a trade with oneself
        int8_t prevented_execution_quote_qty_exponent# prevented_execution_quote_qty is its mantissa times ten to this power
        uint8_t match_type                  # how the allocation came to be
        uint8_t working_floor               # where the order works
        int8_t used_sor                     # true for an order that was routed (SOR)
        uint8_t peg_price_type              # which price a pegged order follows
        uint8_t peg_offset_type             # what its offset counts
        uint8_t expiry_reason               # why it expired
        uint8_t order_capacity              # for whom it was placed
    ctypedef struct outbound_account_position_t "tickwire_outbound_account_position_t":  # Balances that an event of the account may have changed.
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
        int64_t subscription_id             # which subscription of the connection brought it, else null
        int64_t update_time                 # when the account changed last
        const balance_t *balances           # the balances
        uint32_t num_balances               # number of balances
    ctypedef struct balance_update_t "tickwire_balance_update_t":  # A balance changed without an order: a deposit, a withdrawal, a transfer.
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
        int64_t subscription_id             # which subscription of the connection brought it, else null
        int64_t free_qty_delta              # by how much, with its sign
        int64_t clear_time                  # when it was cleared
        uint32_t asset                      # asset
        int8_t free_qty_delta_exponent      # free_qty_delta is its mantissa times ten to this power
    ctypedef struct list_status_t "tickwire_list_status_t":  # Something happened to an order list.
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
        int64_t subscription_id             # which subscription of the connection brought it, else null
        int64_t order_list_id               # id of the list
        int64_t transact_time               # when it happened
        uint8_t contingency_type            # what ties its orders together
        uint8_t list_status_type            # what happened
        uint8_t list_order_status           # where the list stands
        uint8_t reject_reason               # why it was rejected, else NONE
        char list_client_order_id[40]       # the client's id of the list
        const list_order_t *orders          # its orders
        uint32_t num_orders                 # number of orders
    ctypedef struct external_lock_update_t "tickwire_external_lock_update_t":  # Another system of the venue locked part of a balance, or gave it free.
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
        int64_t subscription_id             # which subscription of the connection brought it, else null
        int64_t locked_qty_delta            # by how much, with its sign
        int64_t clear_time                  # when it happened
        uint32_t asset                      # asset
        int8_t locked_qty_delta_exponent    # locked_qty_delta is its mantissa times ten to this power
    ctypedef struct event_stream_terminated_t "tickwire_event_stream_terminated_t":  # The subscription is over: unsubscribed, logged out, or its token ran out.
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
        int64_t subscription_id             # which subscription of the connection brought it, else null
    ctypedef struct order_response_t "tickwire_order_response_t":  # The venue has taken an order, or a cancellation.
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
        int64_t id                          # the request's own
        int64_t status_code                 # 200
        int64_t order_id                    # the venue's id of the order
        int64_t order_list_id               # id of the order list, -1 when it is in none
        int64_t transact_time               # when it happened
        int64_t price                       # price of the order
        int64_t orig_qty                    # quantity of the order
        int64_t executed_qty                # quantity filled so far
        int64_t orig_quote_order_qty        # value of an order by value
        int64_t cummulative_quote_qty       # value filled so far
        int64_t stop_price                  # stop price
        int64_t trailing_delta              # distance of a trailing stop, in basis points
        int64_t trailing_time               # since when it trails
        int64_t iceberg_qty                 # visible quantity of an iceberg
        int64_t strategy_id                 # the client's id of a strategy
        int64_t strategy_type               # the client's number of a kind of strategy
        int64_t working_time                # when it came on the book, negative before
        int64_t prevented_match_id          # id of the match that was prevented
        int64_t prevented_qty               # quantity that expired for it
        int64_t trade_group_id              # accounts that do not trade with one another
        int64_t peg_offset_value            # its offset
        int64_t pegged_price                # the price that it has now
        char id_text[40]                    # id where it is text, else empty
        char orig_client_order_id[40]       # of the cancelled order
        char client_order_id[40]            # the client's id of the order, or of the cancellation
        int8_t orig_quote_order_qty_exponent# orig_quote_order_qty is its mantissa times ten to this power
        int8_t cummulative_quote_qty_exponent# cummulative_quote_qty is its mantissa times ten to this power
        uint8_t order_status                # where the order stands
        uint8_t time_in_force               # how long it stands
        uint8_t order_type                  # kind of order
        uint8_t side                        # buy or sell
        uint8_t working_floor               # where the order works
        uint8_t self_trade_prevention_mode  # what would happen instead of a trade with oneself
        int8_t used_sor                     # true for an order that was routed (SOR)
        uint8_t peg_price_type              # which price it follows
        uint8_t peg_offset_type             # what its offset counts
        uint8_t expiry_reason               # why it expired
        const order_fill_t *fills           # its executions
        const used_limit_t *rate_limits     # how much of the limits is used
        uint32_t num_fills                  # number of fills
        uint32_t num_rate_limits            # number of rate_limits
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
        execution_report_t execution_report
        outbound_account_position_t outbound_account_position
        balance_update_t balance_update
        list_status_t list_status
        external_lock_update_t external_lock_update
        event_stream_terminated_t event_stream_terminated
        order_response_t order_response

# A fresh view of any message; the view owns its data.
cdef object new_view(const header_t *message)
# The struct inside a view; TypeError for anything else.
cdef const header_t *struct_of(object view) except NULL


cdef class Balance:
    cdef balance_t c


cdef class ListOrder:
    cdef list_order_t c


cdef class OrderFill:
    cdef order_fill_t c


cdef class UsedLimit:
    cdef used_limit_t c


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
    cdef void *memory  # what it points to, owned


cdef class DepthUpdate:
    cdef depth_update_t c
    cdef void *memory  # what it points to, owned


cdef class ReferencePrice:
    cdef reference_price_t c


cdef class ServerShutdown:
    cdef server_shutdown_t c


cdef class ExecutionReport:
    cdef execution_report_t c


cdef class OutboundAccountPosition:
    cdef outbound_account_position_t c
    cdef void *memory  # what it points to, owned


cdef class BalanceUpdate:
    cdef balance_update_t c


cdef class ListStatus:
    cdef list_status_t c
    cdef void *memory  # what it points to, owned


cdef class ExternalLockUpdate:
    cdef external_lock_update_t c


cdef class EventStreamTerminated:
    cdef event_stream_terminated_t c


cdef class OrderResponse:
    cdef order_response_t c
    cdef void *memory  # what it points to, owned
