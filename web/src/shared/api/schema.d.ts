/** Written by `make docs` from docs/reference/openapi.json; edit the endpoints. */

export interface paths {
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people did, the newest first
         * @description Needs the scope admin.
         */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a channel can promise now
         * @description Needs the scope read or sell or work.
         */
        get: operations["get_availability"];
        put?: never;
        /**
         * What a channel can promise now of up to 1,000 SKUs
         * @description Needs the scope read or sell or work.
         */
        post: operations["post_availability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/availability/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what a channel can promise, as server-sent events
         * @description Needs the scope read or sell.
         */
        get: operations["get_availability_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog/skus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List skus in the order of their ids
         * @description Needs the scope read or work.
         */
        get: operations["get_catalog_skus"];
        put?: never;
        /**
         * Create or replace skus, one result a row
         * @description Needs the scope stock.
         */
        post: operations["post_catalog_skus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog/skus/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one sku with its ETag
         * @description Needs the scope read or work.
         */
        get: operations["get_catalog_skus_id"];
        /**
         * Create or replace one sku, if it is still as If-Match says
         * @description Needs the scope stock.
         */
        put: operations["put_catalog_skus_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/escrows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List escrows that keep their units
         * @description Needs the scope read or sell.
         */
        get: operations["get_escrows"];
        put?: never;
        /**
         * Let a till sell units while it is cut off
         * @description Needs the scope sell.
         */
        post: operations["post_escrows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/escrows/{escrow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an escrow
         * @description Needs the scope read or sell.
         */
        get: operations["get_escrows_escrow_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/escrows/{escrow_id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an escrow whose sales are all recorded
         * @description Needs the scope sell.
         */
        post: operations["post_escrows_escrow_id_settle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/escrows/{escrow_id}/top-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add units to an escrow, or let it last until another moment
         * @description Needs the scope sell.
         */
        post: operations["post_escrows_escrow_id_top_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened, in the order of the feed
         * @description Needs the scope read or work.
         */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens, as server-sent events
         * @description Needs the scope read or work.
         */
        get: operations["get_events_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs a person, the worst first
         * @description Needs the scope read.
         */
        get: operations["get_exceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exceptions/{exception_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a case aside for a while
         * @description Needs the scope stock or plan.
         */
        post: operations["post_exceptions_exception_id_snooze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what happened to goods, one result a fact
         * @description Needs the scope stock or sell.
         */
        post: operations["post_facts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How late systems tell what happened, and what that risks
         * @description Needs the scope read or stock.
         */
        get: operations["get_feeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the newest forecast says of SKUs at nodes, day by day
         * @description Needs the scope read or stock or plan.
         */
        get: operations["get_forecasts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How right forecasts were, over time
         * @description Needs the scope read or stock or plan.
         */
        get: operations["get_forecasts_accuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The runs of forecasts, with who forecast and why
         * @description Needs the scope read or stock or plan.
         */
        get: operations["get_forecasts_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What it says of the sum of some days, as a lead time
         * @description Needs the scope read or stock or plan.
         */
        get: operations["get_forecasts_totals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What nodes have to do, first come first
         * @description Needs the scope stock or sell or work or read.
         */
        get: operations["get_fulfillment_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a fulfillment order
         * @description Needs the scope stock or sell or work or read.
         */
        get: operations["get_fulfillment_orders_fulfillment_order_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The node will do it
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/arrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It has arrived where it is collected
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_arrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/deliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It was delivered
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_deliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/expire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The customer did not come in time: it goes back to stock
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_expire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The customer has it
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_hand_over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/label": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Print the label of a parcel or a bag
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_fulfillment_orders_fulfillment_order_id_label"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It is packed
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_pack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/packing-slip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Print what goes with the goods
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_fulfillment_orders_fulfillment_order_id_packing_slip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/pick": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It is picked, in full or short: what lacks is found elsewhere
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_pick"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It waits for the customer
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The node cannot do it: another one is found
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the node now, though the order may still be edited
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/ship": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It has left the node
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_ship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfillment-orders/{fulfillment_order_id}/start-picking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody is picking it
         * @description Needs the scope stock or sell or work.
         */
        post: operations["post_fulfillment_orders_fulfillment_order_id_start_picking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold units for a while
         * @description Needs the scope sell.
         */
        post: operations["post_holds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place many holds, one result a hold
         * @description Needs the scope sell.
         */
        post: operations["post_holds_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{hold_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a hold
         * @description Needs the scope read or sell or work.
         */
        get: operations["get_holds_hold_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{hold_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a hold last longer
         * @description Needs the scope sell.
         */
        post: operations["post_holds_hold_id_extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holds/{hold_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back a hold or a part of it
         * @description Needs the scope sell.
         */
        post: operations["post_holds_hold_id_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Nodes with their work, and what goes between them
         * @description Needs the scope read.
         */
        get: operations["get_insights_network"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/nodes/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a node has to do, and how it does
         * @description Needs the scope read.
         */
        get: operations["get_insights_nodes_node"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How people work
         * @description Needs the scope read or work.
         */
        get: operations["get_insights_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One figure over time
         * @description Needs the scope read.
         */
        get: operations["get_insights_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/skus/{sku}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A SKU day by day
         * @description Needs the scope read.
         */
        get: operations["get_insights_skus_sku_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights/tiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures that people steer by, with those before
         * @description Needs the scope read.
         */
        get: operations["get_insights_tiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List channels in the order of their ids
         * @description Needs the scope read or work.
         */
        get: operations["get_network_channels"];
        put?: never;
        /**
         * Create or replace channels, one result a row
         * @description Needs the scope admin.
         */
        post: operations["post_network_channels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one channel with its ETag
         * @description Needs the scope read or work.
         */
        get: operations["get_network_channels_id"];
        /**
         * Create or replace one channel, if it is still as If-Match says
         * @description Needs the scope admin.
         */
        put: operations["put_network_channels_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List nodes in the order of their ids
         * @description Needs the scope read or work.
         */
        get: operations["get_network_nodes"];
        put?: never;
        /**
         * Create or replace nodes, one result a row
         * @description Needs the scope admin.
         */
        post: operations["post_network_nodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/nodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one node with its ETag
         * @description Needs the scope read or work.
         */
        get: operations["get_network_nodes_id"];
        /**
         * Create or replace one node, if it is still as If-Match says
         * @description Needs the scope admin.
         */
        put: operations["put_network_nodes_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rate tables without their rows
         * @description Needs the scope read.
         */
        get: operations["get_network_rates"];
        put?: never;
        /**
         * Create or replace one rate table as a whole
         * @description Needs the scope admin.
         */
        post: operations["post_network_rates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/rates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one rate table with its ETag
         * @description Needs the scope read.
         */
        get: operations["get_network_rates_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/rates/{name}/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What one parcel costs, and how that is reckoned
         * @description Needs the scope read.
         */
        post: operations["post_network_rates_name_quote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/shipping-lanes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List shipping lanes by where they start, then by where they go
         * @description Needs the scope read.
         */
        get: operations["get_network_shipping_lanes"];
        put?: never;
        /**
         * Create or replace shipping lanes, one result a row
         * @description Needs the scope admin.
         */
        post: operations["post_network_shipping_lanes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders, or find one by its reference
         * @description Needs the scope read or sell.
         */
        get: operations["get_orders"];
        put?: never;
        /**
         * Place an order and commit its stock
         * @description Needs the scope sell.
         */
        post: operations["post_orders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an order
         * @description Needs the scope read or sell.
         */
        get: operations["get_orders_order_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel what of an order has not left yet
         * @description Needs the scope sell.
         */
        post: operations["post_orders_order_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change an order that no node was told of
         * @description Needs the scope sell.
         */
        post: operations["post_orders_order_id_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to an order
         * @description Needs the scope read or sell.
         */
        get: operations["get_orders_order_id_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why an order is served by its nodes
         * @description Needs the scope read or sell.
         */
        get: operations["get_orders_order_id_explanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/payment/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The order is paid: its hold becomes its stock
         * @description Needs the scope sell.
         */
        post: operations["post_orders_order_id_payment_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/payment/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The order will not be paid: its hold ends
         * @description Needs the scope sell.
         */
        post: operations["post_orders_order_id_payment_fail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{order_id}/source-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find nodes for what an order waits for
         * @description Needs the scope sell.
         */
        post: operations["post_orders_order_id_source_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List positions, now or as of another moment
         * @description Needs the scope read or stock or work.
         */
        get: operations["get_positions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/positions/safety-stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the safety stock of positions, one result a row
         * @description Needs the scope stock or plan.
         */
        put: operations["put_positions_safety_stock"];
        /**
         * Set the safety stock of positions, one result a row
         * @description Needs the scope stock or plan.
         */
        post: operations["post_positions_safety_stock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/positions/{sku}/{node}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened at a position
         * @description Needs the scope read or stock or work.
         */
        get: operations["get_positions_sku_node_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a customer can be promised, by each way of having it
         * @description Needs the scope read or sell.
         */
        post: operations["post_promises"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/buffers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a confidence would hold back at each node, without holding it back
         * @description Needs the scope read or stock.
         */
        get: operations["get_reconciliation_buffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List positions that differ, the newest first
         * @description Needs the scope read or stock.
         */
        get: operations["get_reconciliation_exceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/exceptions/{exception_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an exception
         * @description Needs the scope read or stock.
         */
        get: operations["get_reconciliation_exceptions_exception_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/exceptions/{exception_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that the other system is right
         * @description Needs the scope stock.
         */
        post: operations["post_reconciliation_exceptions_exception_id_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/exceptions/{exception_id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say why a position differs; nothing is posted
         * @description Needs the scope stock.
         */
        post: operations["post_reconciliation_exceptions_exception_id_explain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List comparisons, the newest first
         * @description Needs the scope read or stock.
         */
        get: operations["get_reconciliation_runs"];
        put?: never;
        /**
         * Compare a system's stock with the pool
         * @description Needs the scope stock.
         */
        post: operations["post_reconciliation_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List systems whose stock is compared
         * @description Needs the scope read or stock.
         */
        get: operations["get_reconciliation_sources"];
        /**
         * Create or replace systems whose stock is compared, one result a row
         * @description Needs the scope admin.
         */
        put: operations["put_reconciliation_sources"];
        /**
         * Create or replace systems whose stock is compared, one result a row
         * @description Needs the scope admin.
         */
        post: operations["post_reconciliation_sources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliation/sources/{source_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How late one system tells what happened, and what that risks
         * @description Needs the scope read or stock.
         */
        get: operations["get_reconciliation_sources_source_id_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List returns by order, node and status
         * @description Needs the scope read or sell or stock or work.
         */
        get: operations["get_returns"];
        put?: never;
        /**
         * Ask for a return, or take one at a till
         * @description Needs the scope sell or stock or work.
         */
        post: operations["post_returns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What of an order can come back, at any node
         * @description Needs the scope sell or stock or work.
         */
        get: operations["get_returns_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns/{return_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a return
         * @description Needs the scope read or sell or stock or work.
         */
        get: operations["get_returns_return_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns/{return_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nothing comes back after all
         * @description Needs the scope sell or stock or work.
         */
        post: operations["post_returns_return_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns/{return_id}/inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What becomes of goods; they are refunded
         * @description Needs the scope sell or stock or work.
         */
        post: operations["post_returns_return_id_inspect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/returns/{return_id}/receive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Goods are at a node: they wait to be inspected
         * @description Needs the scope sell or stock or work.
         */
        post: operations["post_returns_return_id_receive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find orders, SKUs, nodes, returns and holds
         * @description Needs the scope read.
         */
        get: operations["get_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who this is, and the token that calls which change something need
         * @description Needs a session.
         */
        get: operations["get_session"];
        put?: never;
        /**
         * Sign in; the cookie of the session is in the answer
         * @description Anybody may call this.
         */
        post: operations["post_session"];
        /**
         * Sign out
         * @description Needs a session.
         */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lock the session until its PIN is given
         * @description Needs a session.
         */
        post: operations["post_session_lock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send the browser to the OpenID provider, where one is set
         * @description Anybody may call this.
         */
        get: operations["get_session_oidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the provider sends the browser back to
         * @description Anybody may call this.
         */
        get: operations["get_session_oidc_callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change one's password; other sessions end
         * @description Needs a session.
         */
        put: operations["put_session_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a PIN for this session on this device
         * @description Needs a session.
         */
        put: operations["put_session_pin"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock the session; five wrong PINs end it
         * @description Needs a session.
         */
        post: operations["post_session_unlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How people can sign in here
         * @description Anybody may call this.
         */
        get: operations["get_session_ways"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read which sourcing policy acts, with its ETag
         * @description Needs the scope read.
         */
        get: operations["get_sourcing_active"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what is wrong with a sourcing policy
         * @description Needs the scope read.
         */
        post: operations["post_sourcing_lint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/outlooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what SKUs sell at nodes, by SKU and node
         * @description Needs the scope read or stock or plan.
         */
        get: operations["get_sourcing_outlooks"];
        /**
         * Tell what SKUs sell at nodes, one result a row
         * @description Needs the scope stock or plan.
         */
        put: operations["put_sourcing_outlooks"];
        /**
         * Tell what SKUs sell at nodes, one result a row
         * @description Needs the scope stock or plan.
         */
        post: operations["post_sourcing_outlooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sourcing policies by name, the newest versions first
         * @description Needs the scope read.
         */
        get: operations["get_sourcing_policies"];
        put?: never;
        /**
         * Store a sourcing policy; the same document is the same version
         * @description Needs the scope plan.
         */
        post: operations["post_sourcing_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/policies/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one sourcing policy with its ETag
         * @description Needs the scope read.
         */
        get: operations["get_sourcing_policies_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/policies/{name}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a sourcing policy act from the next order on, if what acts is still as If-Match says
         * @description Needs the scope plan.
         */
        post: operations["post_sourcing_policies_name_activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/policies/{name}/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the newest backtests of a sourcing policy came to
         * @description Needs the scope read.
         */
        get: operations["get_sourcing_policies_name_backtests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let that act again which acted before, if what acts is still as If-Match says
         * @description Needs the scope plan.
         */
        post: operations["post_sourcing_rollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read which sourcing policy decides beside the active one, and what a day of that says
         * @description Needs the scope read.
         */
        get: operations["get_sourcing_shadow"];
        /**
         * Let a stored sourcing policy decide beside the active one without acting, or none
         * @description Needs the scope plan.
         */
        put: operations["put_sourcing_shadow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sourcing/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List which sourcing policies acted since when, the newest steps first
         * @description Needs the scope read.
         */
        get: operations["get_sourcing_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/supplies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List supply to come, the first expected first
         * @description Needs the scope read or stock or work.
         */
        get: operations["get_supplies"];
        /**
         * Create or replace supply to come, one result a row
         * @description Needs the scope stock.
         */
        put: operations["put_supplies"];
        /**
         * Create or replace supply to come, one result a row
         * @description Needs the scope stock.
         */
        post: operations["post_supplies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tills/view": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a till shows of a SKU
         * @description Needs the scope read or sell or work.
         */
        get: operations["get_tills_view"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tills/{till}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What of a till is recorded and missing
         * @description Needs the scope read or stock or sell.
         */
        get: operations["get_tills_till_journal"];
        put?: never;
        /**
         * Upload what a till did, one result a line
         * @description Needs the scope stock or sell.
         */
        post: operations["post_tills_till_journal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users in the order of their names
         * @description Needs the scope admin.
         */
        get: operations["get_users"];
        put?: never;
        /**
         * Make a user; a password that is made here is told this once
         * @description Needs the scope admin.
         */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one user with its ETag
         * @description Needs the scope admin.
         */
        get: operations["get_users_name"];
        /**
         * Change what a user may do, if it is still as If-Match says
         * @description Needs the scope admin.
         */
        put: operations["put_users_name"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{name}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a user another password; all sessions end
         * @description Needs the scope admin.
         */
        post: operations["post_users_name_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is to come to a node
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_arrivals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List counts, the first asked for first
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_counts"];
        put?: never;
        /**
         * Ask for a count
         * @description Needs the scope work or stock.
         */
        post: operations["post_warehouse_counts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/counts/{count_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a count
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_counts_count_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/counts/{count_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A count is not needed
         * @description Needs the scope work or stock.
         */
        post: operations["post_warehouse_counts_count_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/counts/{count_id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what was counted, one result a line
         * @description Needs the scope work or stock.
         */
        post: operations["post_warehouse_counts_count_id_lines"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/daily-report.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Print what a node did on a day
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_daily_report_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/pick-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One walk for fulfillment orders
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_pick_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/pick-list.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Print a pick list
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_pick_list_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what came, and how it differs
         * @description Needs the scope work or stock.
         */
        post: operations["post_warehouse_receipts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what a scanned code is
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_scan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warehouse/shelves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where SKUs lie
         * @description Needs the scope work or stock or read.
         */
        get: operations["get_warehouse_shelves"];
        /**
         * Set where SKUs lie at nodes, one result a row
         * @description Needs the scope work or stock.
         */
        put: operations["put_warehouse_shelves"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List endpoints of webhooks
         * @description Needs the scope admin.
         */
        get: operations["get_webhooks"];
        put?: never;
        /**
         * Make an endpoint of webhooks; its secret is told this once
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read one endpoint with its ETag
         * @description Needs the scope admin.
         */
        get: operations["get_webhooks_id"];
        /**
         * Edit an endpoint, if it is still as If-Match says
         * @description Needs the scope admin.
         */
        put: operations["put_webhooks_id"];
        post?: never;
        /**
         * Forget an endpoint with its dead letters
         * @description Needs the scope admin.
         */
        delete: operations["delete_webhooks_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the latest calls of a receiver, the newest first
         * @description Needs the scope admin.
         */
        get: operations["get_webhooks_id_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the events that did not arrive
         * @description Needs the scope admin.
         */
        get: operations["get_webhooks_id_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events that did not arrive once more
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks_id_dead_letters_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave an endpoint alone; what comes meanwhile waits
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks_id_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver everything behind a position, whatever has arrived
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks_id_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver again, at once
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret; the old one signs until the overlap ends
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks_id_rotate_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a ping at once, and say what came back
         * @description Needs the scope admin.
         */
        post: operations["post_webhooks_id_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AcceptInput
         * @description Why theirs is right.
         */
        AcceptInput: {
            /** @default null */
            note?: string | null;
        };
        /**
         * AccuracyPage
         * @description By time, and by how many days before they were made.
         */
        AccuracyPage: {
            accuracy: components["schemas"]["AccuracyRow"][];
        };
        /**
         * AccuracyQuery
         * @description Of which class (of demand, or A, B, C), all where none is named; of which days, the last 13 weeks if none.
         */
        AccuracyQuery: {
            /**
             * @default week
             * @enum {unknown}
             */
            by?: "day" | "week";
            /** @default  */
            class?: string;
            /** @default null */
            from?: string | null;
            /** @default null */
            to?: string | null;
        };
        /**
         * AccuracyRow
         * @description How right forecasts were that were made so many days before; `_naive` is the seasonal naive's on the same rows.
         *
         *         `wape`: absolute errors over demand. `bias`: what was forecast too much, over demand. `pinball`: mean quantile loss
         *         over mean demand. `coverage_90`: share of rows not above the 0.9 quantile. Null where there is nothing to divide by.
         */
        AccuracyRow: {
            bias: number | null;
            bias_naive: number | null;
            coverage_90: number | null;
            coverage_90_naive: number | null;
            coverage_95: number | null;
            coverage_95_naive: number | null;
            days_ahead: string;
            demand: number;
            demand_class: string;
            /** Format: date */
            from: string;
            pinball: number | null;
            pinball_naive: number | null;
            rows: number;
            /** Format: date */
            to: string;
            wape: number | null;
            wape_naive: number | null;
        };
        /**
         * Action
         * @description A call that can be made about a case; `needs` names members of its body that a person has to fill in.
         *
         *         All of them are POST, and want an `Idempotency-Key` where `keyed`.
         */
        Action: {
            body: Record<string, never>;
            /** @default false */
            keyed?: boolean;
            label: string;
            method: string;
            /** @default [] */
            needs?: string[];
            path: string;
        };
        /**
         * Activation
         * @description One step: what acts from then on, nothing but the built-in routing where no policy is named.
         *
         *         `back_to` is the step to which a step back returned, 0 for the time before the first.
         */
        Activation: {
            activated_at: string;
            activated_by: string;
            back_to: number | null;
            note: string;
            policy: string | null;
            sequence: number;
            version: number | null;
        };
        /**
         * ActiveReply
         * @description What acts, since the last step; no policy is the built-in routing, no step that it was never changed.
         *
         *         `warnings` are strange things about what the policy looks at, as outlooks that are old.
         */
        ActiveReply: {
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
            policy: string | null;
            step: components["schemas"]["Activation"] | null;
            version: number | null;
            /** @default [] */
            warnings?: string[];
        };
        /**
         * Address
         * @description A postal address; the country by its ISO 3166 two letter code.
         */
        Address: {
            /** @default null */
            city?: string | null;
            /** @default null */
            country?: string | null;
            /** @default null */
            postal_code?: string | null;
            /** @default null */
            region?: string | null;
            /** @default null */
            street?: string | null;
        };
        /**
         * Answered
         * @description What came back of a ping; no status where nothing was answered, `text` is the beginning of it.
         */
        Answered: {
            delivered: boolean;
            error: string;
            milliseconds: number;
            status: number | null;
            text: string;
        };
        /**
         * Arrival
         * @description Goods that come together.
         */
        Arrival: {
            /** @default null */
            carrier?: string | null;
            /** @default null */
            expected_at?: string | null;
            /** @default null */
            from_node?: string | null;
            id: string;
            kind: components["schemas"]["ArrivalKind"];
            lines: components["schemas"]["ArrivalLine"][];
            node: string;
            /** @default null */
            tracking?: string | null;
        };
        /**
         * ArrivalKind
         * @description What arrives: from a supplier, from another node, to be collected here, or as a return that was sent on.
         * @enum {unknown}
         */
        ArrivalKind: "pickup" | "purchase_order" | "return" | "transfer";
        /**
         * ArrivalLine
         * @description So much of a SKU that is still to come.
         */
        ArrivalLine: {
            quantity: number;
            sku: string;
            /** @default null */
            supply_id?: string | null;
        };
        /**
         * ArrivalQuery
         * @description Of which node.
         */
        ArrivalQuery: {
            /** @description Chosen by the retailer. */
            node: string;
        };
        /**
         * ArrivalsReply
         * @description What is to come, the first expected first.
         */
        ArrivalsReply: {
            arrivals: components["schemas"]["Arrival"][];
        };
        /**
         * Asked
         * @description How many dead letters are sent once more.
         */
        Asked: {
            asked: number;
        };
        /**
         * Attempt
         * @description One call of a receiver; no status where nothing was answered.
         */
        Attempt: {
            at: string;
            error: string;
            events: number;
            first_position: number;
            milliseconds: number;
            outcome: string;
            status: number | null;
        };
        /**
         * AttemptQuery
         * @description How many of the latest calls.
         */
        AttemptQuery: {
            /** @default 100 */
            limit?: number;
        };
        /**
         * Attempts
         * @description Calls of the receiver, the newest first.
         */
        Attempts: {
            attempts: components["schemas"]["Attempt"][];
        };
        /**
         * AuditPage
         * @description What people did, the newest first.
         */
        AuditPage: {
            deeds: components["schemas"]["AuditedCall"][];
            next: string | null;
        };
        /**
         * AuditQuery
         * @description Which deeds: of a user, in a time, of one call such as `POST /v1/facts`.
         */
        AuditQuery: {
            /** @default null */
            call?: string | null;
            /** @default null */
            cursor?: string | null;
            /** @default null */
            from?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default null */
            until?: string | null;
            /** @default null */
            user?: string | null;
        };
        /**
         * AuditedCall
         * @description What a person did: when, from where, on what, and the status that was answered, if anybody was answered.
         */
        AuditedCall: {
            address: string;
            answered_at: string | null;
            at: string;
            call: string;
            device: string;
            id: number;
            idempotency_key: string | null;
            status: number | null;
            subjects: string[];
            user: string;
        };
        /**
         * Availability
         * @description The answer for one channel, each SKU once, in the order in which they were asked.
         */
        Availability: {
            channel: string;
            items: components["schemas"]["SkuAvailability"][];
        };
        /**
         * AvailabilityInput
         * @description The same question as a body, for long lists.
         */
        AvailabilityInput: {
            /** @default false */
            by_node?: boolean;
            /** @description Chosen by the retailer. */
            channel: string;
            skus: string[];
            /** @default null */
            sold_at?: string | null;
        };
        /**
         * AvailabilityQuery
         * @description What a channel can promise of some SKUs; the nodes that have them on request.
         *
         *         `sold_at` is the node whose till asks: what it may sell from other nodes too.
         */
        AvailabilityQuery: {
            /** @default false */
            by_node?: boolean;
            /** @description Chosen by the retailer. */
            channel: string;
            sku: string[];
            /** @default null */
            sold_at?: string | null;
        };
        /**
         * Backlog
         * @description Fulfillment orders in one status, and for how long they have been in it.
         */
        Backlog: {
            count: number;
            older: number;
            oldest_since: string;
            status: string;
            under_1_h: number;
            under_24_h: number;
            under_4_h: number;
        };
        /**
         * BacktestFigure
         * @description A measure of both over the orders that both know; the second less the first with its 95 % interval.
         */
        BacktestFigure: {
            difference: number | null;
            first: number | null;
            high: number | null;
            low: number | null;
            measure: string;
            orders: number;
            second: number | null;
        };
        /**
         * BacktestKept
         * @description Two policies on the same recorded orders; one that is stored is named with its version.
         *
         *         `whole` are orders that both served wholly, `same` those that both served alike.
         */
        BacktestKept: {
            done_at: string;
            done_by: string;
            figures: components["schemas"]["BacktestFigure"][];
            first: string;
            orders: number;
            same: number;
            second: string;
            since: string;
            until: string;
            whole: number;
        };
        /**
         * BacktestsReply
         * @description What the newest backtests of a policy came to, the newest first.
         */
        BacktestsReply: {
            backtests: components["schemas"]["BacktestKept"][];
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
        };
        /**
         * BufferList
         * @description What that would hold back, by node; nothing is changed by asking.
         */
        BufferList: {
            confidence: number;
            nodes: components["schemas"]["HeldBack"][];
        };
        /**
         * BufferQuery
         * @description With which confidence a promise is to be good.
         */
        BufferQuery: {
            /** @default 0.95 */
            confidence?: number;
        };
        /**
         * CallbackQuery
         * @description What the provider sends along; it may send more, which is left aside.
         */
        CallbackQuery: {
            /** @default  */
            code?: string;
            /** @default  */
            error?: string;
            /** @default  */
            iss?: string;
            /** @default  */
            state?: string;
        };
        /**
         * CameInput
         * @description What came of a SKU, of a certain supply where it is named; `damaged` of the quantity are broken.
         */
        CameInput: {
            /** @default 0 */
            damaged?: number;
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
            /** @default null */
            supply_id?: string | null;
        };
        /**
         * CancelCountInput
         * @description Why a count is not needed.
         */
        CancelCountInput: {
            reason: string;
        };
        /**
         * CancelInput
         * @description Why an order is cancelled, in words for people; the whole of it unless lines are named.
         */
        CancelInput: {
            /** @default [] */
            lines?: components["schemas"]["LineQuantityInput"][];
            /** @default cancelled by the caller */
            reason?: string;
        };
        /**
         * CancelReply
         * @description The order is cancelled; `lines` are available again, what had left stays with the customer.
         */
        CancelReply: {
            lines: components["schemas"]["ReturnedStock"][];
            order_id: string;
            reason: string;
            status: components["schemas"]["OrderStatus"];
        };
        /**
         * CancelReturnInput
         * @description Why nothing comes back, in words for people.
         */
        CancelReturnInput: {
            /** @default cancelled by the caller */
            reason?: string;
        };
        /**
         * Case
         * @description Something that needs a person; `key` is what it is about: an order, a fulfillment order, a position, a source.
         *
         *         `facts` are what `said` was made of, for those who say it in another language.
         */
        Case: {
            actions: components["schemas"]["Action"][];
            cause: string;
            /** @default {} */
            facts?: Record<string, never>;
            id: string;
            key: string;
            kind: components["schemas"]["ExceptionKind"];
            /** @default null */
            money_at_risk?: components["schemas"]["Risk"] | null;
            /** @default null */
            node?: string | null;
            /** @default null */
            note?: string | null;
            /** @default null */
            order_id?: string | null;
            said: string;
            severity: number;
            since: string;
            /** @default null */
            sku?: string | null;
            /** @default null */
            snoozed_by?: string | null;
            /** @default null */
            snoozed_until?: string | null;
            units: number;
        };
        /**
         * CasePage
         * @description The worst first; `counts` by kind, `lag_s` since somebody looked for cases.
         */
        CasePage: {
            counts: {
                [key: string]: number;
            };
            exceptions: components["schemas"]["Case"][];
            lag_s: number | null;
            next: string | null;
        };
        /**
         * CaseQuery
         * @description Which cases; those that were put aside where `snoozed` says so.
         */
        CaseQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default [] */
            kind?: components["schemas"]["ExceptionKind"][];
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
            /** @default false */
            snoozed?: boolean;
        };
        /**
         * ChampionOf
         * @description What forecasts a class, and by which evidence.
         */
        ChampionOf: {
            demand_class: string;
            errors: {
                [key: string]: number;
            };
            origins: string[];
            series: number;
            weights: {
                [key: string]: number;
            };
        };
        /**
         * Change
         * @description What would have to be otherwise for a node to serve: a filter's measure, its stock, or a part of its costs.
         *
         *         `needed` is in the measure of `name`: what the filter asks, the hours of backlog that it must be below, the days by
         *         which it must be sooner, or the amount by which it must be cheaper. `lacking` is what it would have to have more.
         */
        Change: {
            /** @default null */
            found?: number | null;
            /** @enum {unknown} */
            kind: "cost" | "filter" | "stock";
            /** @default [] */
            lacking?: [
                string,
                number
            ][];
            name: string;
            /** @default null */
            needed?: number | null;
            node: string;
            sentence: string;
        };
        /**
         * ChangeReply
         * @description The order as it stands now; of a payment, `hold` says whether the hold still stood.
         */
        ChangeReply: {
            /** @default [] */
            deliveries?: components["schemas"]["Delivery"][];
            fulfillment_orders: components["schemas"]["FulfillmentOrder"][];
            /** @default none */
            hold?: components["schemas"]["HoldUse"];
            lines: components["schemas"]["PlacedLine"][];
            order_id: string;
            /** @default captured */
            payment?: components["schemas"]["Payment"];
            status: components["schemas"]["OrderStatus"];
        };
        /**
         * Channel
         * @description Where customers buy. Buffers are what it leaves untouched at each node, in each SKU's smallest unit.
         *
         *         From `low_stock` smallest units on a SKU is low; where it is given, it is told when SKUs are low, out, and back.
         */
        Channel: {
            /** @default 0 */
            buffer?: number;
            id: string;
            kind: components["schemas"]["ChannelKind"];
            /** @default null */
            low_stock?: number | null;
            name: string;
            /** @default {} */
            node_buffers?: {
                [key: string]: number;
            };
            /**
             * @default {
             *       "kinds": [],
             *       "nodes": []
             *     }
             */
            pool?: components["schemas"]["Pool"];
        };
        /**
         * ChannelBatch
         * @description Channels to create or replace.
         */
        ChannelBatch: {
            channels: components["schemas"]["Channel"][];
        };
        /**
         * ChannelKind
         * @description What a channel is.
         * @enum {unknown}
         */
        ChannelKind: "marketplace" | "store" | "web";
        /**
         * ChannelPage
         * @description Channels in the order of their ids; `next` is the cursor of the following page.
         */
        ChannelPage: {
            channels: components["schemas"]["Channel"][];
            next: string | null;
        };
        /**
         * Choice
         * @description Why champions are chosen anew: the reason by name, and in words.
         */
        Choice: {
            reason: string;
            said: string;
        };
        /**
         * CloudEvent
         * @description An event as CloudEvents 1.0; `data` has the fields of its type, and `sequence` is its position in the feed.
         */
        CloudEvent: {
            data: Record<string, never>;
            datacontenttype: string;
            id: string;
            partitionkey: string;
            sequence: string;
            source: string;
            specversion: string;
            subject: string;
            time: string;
            traceparent?: string;
            type: string;
        };
        /**
         * ComingUnits
         * @description What a supply would give, and when it is expected at its node.
         */
        ComingUnits: {
            expected_at: string;
            node: string;
            quantity: number;
            supply_id: string;
        };
        /**
         * Comparison
         * @description A day of a policy beside the one that acted; without one that acted, beside the built-in routing.
         *
         *         Shares are of the orders that did not fail. `shadow_km` and `active_km` are an order's on average, where both know.
         */
        Comparison: {
            active: string | null;
            active_km: number | null;
            active_short: number;
            active_split: number;
            cost: components["schemas"]["stockpool.sourcing.shadow.messages.Difference"] | null;
            cost_by_active: components["schemas"]["stockpool.sourcing.shadow.messages.Difference"] | null;
            differ_most: components["schemas"]["OrderDifference"][];
            failed: number;
            nodes: components["schemas"]["NodeShift"][];
            orders: number;
            same: number;
            shadow: string;
            shadow_km: number | null;
            shadow_short: number;
            shadow_split: number;
            units: number;
        };
        /**
         * ComponentInput
         * @description A component on the wire, in its SKU's display unit.
         */
        ComponentInput: {
            quantity: number;
            sku: string;
        };
        /**
         * Condition
         * @description How the goods are.
         * @enum {unknown}
         */
        Condition: "damaged" | "defective" | "new" | "opened" | "used";
        /**
         * Count
         * @description SKUs of a node that somebody is to count, or has counted.
         */
        Count: {
            /** @default null */
            cancel_reason?: string | null;
            /** @default null */
            closed_at?: string | null;
            id: string;
            lines: components["schemas"]["CountedLine"][];
            node: string;
            /** @default null */
            note?: string | null;
            reason: components["schemas"]["CountReason"];
            /** @default null */
            reference?: string | null;
            requested_at: string;
            requested_by: string;
            /** @default null */
            shelf?: string | null;
            status: components["schemas"]["CountStatus"];
        };
        /**
         * CountInput
         * @description What is to be counted: SKUs, or all that lies on a shelf.
         */
        CountInput: {
            /** @description Chosen by the retailer. */
            node: string;
            /** @default null */
            note?: string | null;
            /** @default manager */
            reason?: components["schemas"]["CountReason"];
            /** @default null */
            shelf?: string | null;
            /** @default [] */
            skus?: string[];
        };
        /**
         * CountLineStatus
         * @description How far a line of a count is; `recording` while the ledger is being told.
         * @enum {unknown}
         */
        CountLineStatus: "open" | "recorded" | "recording" | "recount";
        /**
         * CountPage
         * @description Counts, the first asked for first; `next` is the cursor of the following page, `names` as of one count.
         */
        CountPage: {
            counts: components["schemas"]["Count"][];
            names: {
                [key: string]: string;
            };
            next: string | null;
        };
        /**
         * CountQuery
         * @description Of which nodes, and in which statuses; open ones where none is named.
         */
        CountQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 50 */
            limit?: number;
            node: string[];
            /** @default [] */
            status?: components["schemas"]["CountStatus"][];
        };
        /**
         * CountReason
         * @description Why something is to be counted.
         * @enum {unknown}
         */
        CountReason: "cycle" | "exception" | "manager" | "short_pick";
        /**
         * CountReply
         * @description A count; `names` say what those are called who asked for it and counted.
         */
        CountReply: {
            /** @default null */
            cancel_reason?: string | null;
            /** @default null */
            closed_at?: string | null;
            id: string;
            lines: components["schemas"]["CountedLine"][];
            names: {
                [key: string]: string;
            };
            node: string;
            /** @default null */
            note?: string | null;
            reason: components["schemas"]["CountReason"];
            /** @default null */
            reference?: string | null;
            requested_at: string;
            requested_by: string;
            /** @default null */
            shelf?: string | null;
            status: components["schemas"]["CountStatus"];
        };
        /**
         * CountStatus
         * @description Whether a count is still to be done.
         * @enum {unknown}
         */
        CountStatus: "cancelled" | "counted" | "open";
        /**
         * CountedBatch
         * @description What was counted.
         */
        CountedBatch: {
            lines: components["schemas"]["CountedInput"][];
        };
        /**
         * CountedInput
         * @description So much was there at `counted_at`, which is now where it is left out.
         */
        CountedInput: {
            /** @default null */
            counted_at?: string | null;
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * CountedLine
         * @description A line of a count; what was expected and found is told when the whole count is closed.
         */
        CountedLine: {
            /** @default null */
            counted_at?: string | null;
            /** @default null */
            counted_by?: string | null;
            /** @default 0 */
            countings?: number;
            /** @default null */
            difference?: number | null;
            /** @default false */
            disputed?: boolean;
            /** @default null */
            expected?: number | null;
            /** @default null */
            quantity?: number | null;
            /** @default [] */
            shelves?: string[];
            sku: string;
            status: components["schemas"]["CountLineStatus"];
        };
        /**
         * CountedReply
         * @description One result for each line, in their order.
         */
        CountedReply: {
            results: components["schemas"]["CountedRow"][];
        };
        /**
         * CountedRow
         * @description What a counting led to: recorded, recount, or refused with the problem.
         */
        CountedRow: {
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
            sku: string;
        };
        /**
         * DayQuery
         * @description Which day, in UTC; today where none is named.
         */
        DayQuery: {
            /** @default null */
            day?: string | null;
        };
        /**
         * DeadLetter
         * @description An event that did not arrive; `asked` while it waits to be sent once more.
         */
        DeadLetter: {
            asked: boolean;
            attempts: number;
            died_at: string;
            error: string;
            event: Record<string, never>;
            event_id: string;
            position: number;
            type: string;
        };
        /**
         * Deleted
         * @description The endpoint that is no more.
         */
        Deleted: {
            deleted: string;
        };
        /**
         * Delivery
         * @description Lines of an order that reach the customer the same way, and when that was promised.
         *
         *         `from_date` and `until_date` are the same as days, by the clock of the node, of the store where it is collected.
         */
        Delivery: {
            /** @default null */
            from_date?: string | null;
            method: components["schemas"]["OrderMethod"];
            number: number;
            /** @default null */
            pickup_node?: string | null;
            /** @default null */
            promised_from?: string | null;
            /** @default null */
            promised_until?: string | null;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
            /** @default null */
            until_date?: string | null;
        };
        /**
         * DepartureQuery
         * @description The page of this server to which the browser goes when it is back.
         */
        DepartureQuery: {
            /** @default / */
            return_to?: string;
        };
        /**
         * Destination
         * @description Where goods go, in degrees.
         */
        Destination: {
            latitude: number;
            longitude: number;
        };
        /**
         * DifferenceKind
         * @description How what came is not what was expected.
         * @enum {unknown}
         */
        DifferenceKind: "not_expected" | "over" | "short";
        /**
         * DisposedDetails
         * @description What became of units; `transfer` is the reference under which sent ones travel and arrive.
         */
        DisposedDetails: {
            at: string;
            /** @default null */
            condition?: components["schemas"]["Condition"] | null;
            disposition: components["schemas"]["Disposition"];
            line: number;
            /** @default null */
            note?: string | null;
            quantity: number;
            /** @default true */
            refund?: boolean;
            sku: string;
            /** @default null */
            to_node?: string | null;
            /** @default null */
            transfer?: string | null;
        };
        /**
         * Disposition
         * @description What becomes of goods that came back.
         * @enum {unknown}
         */
        Disposition: "damaged" | "destroy" | "other" | "quality_control" | "repair" | "restock" | "send";
        /**
         * DocumentProblem
         * @description One thing that is wrong at one place: what, and what to do about it. A warning does not stop the document.
         */
        DocumentProblem: {
            column: number;
            file: string;
            line: number;
            mend: string;
            message: string;
            path: string;
            /** @default false */
            warning?: boolean;
        };
        /**
         * DutiesInput
         * @description What a user may do.
         */
        DutiesInput: {
            /** @default false */
            disabled?: boolean;
            /** @default null */
            language?: string | null;
            /** @default [] */
            nodes?: string[];
            role: components["schemas"]["Role"];
        };
        /**
         * EditInput
         * @description What is to be otherwise: quantities of lines (0 takes one out), lines to add, how it is had, priority.
         *
         *         `delivery` is the one that is had otherwise; everything is where it is left out.
         */
        EditInput: {
            /** @default [] */
            add?: components["schemas"]["OrderLineInput"][];
            /** @default null */
            delivery?: number | null;
            /** @default null */
            method?: components["schemas"]["OrderMethod"] | null;
            /** @default null */
            pickup_node?: string | null;
            /** @default null */
            priority?: number | null;
            /** @default [] */
            quantities?: components["schemas"]["LineQuantityInput"][];
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
        };
        /**
         * EndpointInput
         * @description Where events go, and which; lists that are empty leave everything in.
         */
        EndpointInput: {
            /** @default 1 */
            batch_max?: number;
            /** @default [] */
            channels?: string[];
            /** @default  */
            description?: string;
            /** @default [] */
            nodes?: string[];
            /** @default [] */
            skus?: string[];
            /** @default [] */
            types?: string[];
            url: string;
        };
        /**
         * EndpointMade
         * @description A new endpoint, with the secret that is told this once.
         */
        EndpointMade: {
            endpoint: components["schemas"]["EndpointState"];
            secret: string;
        };
        /**
         * EndpointPage
         * @description Endpoints in the order in which they were made; `next` is the cursor of the following page.
         */
        EndpointPage: {
            next: string | null;
            webhooks: components["schemas"]["EndpointState"][];
        };
        /**
         * EndpointState
         * @description An endpoint as it stands; never its secrets.
         */
        EndpointState: {
            attempts: number;
            batch_max: number;
            channels: string[];
            created_at: string;
            dead_letters: number;
            delivered_at: string | null;
            description: string;
            failing_since: string | null;
            id: string;
            lag_events: number;
            last_error: string;
            next_attempt_at: string | null;
            nodes: string[];
            position: number;
            reason: string;
            revision: number;
            secrets: components["schemas"]["SecretTimes"][];
            skus: string[];
            status: components["schemas"]["Status"];
            types: string[];
            url: string;
        };
        /**
         * EntriesReply
         * @description What happened at a position, entry by entry; `next` is the cursor of the following page.
         *
         *         `names` say what people and keys are called who are an entry's `actor`.
         */
        EntriesReply: {
            entries: components["schemas"]["EntryReading"][];
            names: {
                [key: string]: string;
            };
            next: string | null;
            node: string;
            sku: string;
        };
        /**
         * EntryInput
         * @description A line of a journal under the number that its till gave it.
         */
        EntryInput: {
            /** @default null */
            escrow?: string | null;
            kind: components["schemas"]["FactKind"];
            number: number;
            /** @default null */
            occurred_at?: string | null;
            quantity: number;
            /** @default null */
            reason?: components["schemas"]["Unavailability"] | null;
            /** @default null */
            reference?: string | null;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * EntryQuery
         * @description Which page of a position's entries, from its newest or its oldest on.
         */
        EntryQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /**
             * @default newest
             * @enum {unknown}
             */
            order?: "newest" | "oldest";
        };
        /**
         * EntryReading
         * @description Units that moved from one account to another; balances are those behind the entry.
         */
        EntryReading: {
            actor: string;
            from_account: string;
            from_after: number | null;
            from_reference: string | null;
            kind: string;
            line: number;
            movement: number;
            occurred_at: string;
            quantity: number;
            recorded_at: string;
            to_account: string;
            to_after: number | null;
            to_reference: string | null;
        };
        /**
         * EntryResult
         * @description What became of a line: recorded, repeated, or refused with the problem; no number where none could be read.
         */
        EntryResult: {
            /** @default null */
            movement?: number | null;
            /** @default [] */
            notes?: string[];
            number: number | null;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
        };
        /**
         * EscrowChanged
         * @description An escrow has these units more, or lasts until another moment.
         */
        EscrowChanged: {
            escrow_id: string;
            keeps_until: string;
            lines: components["schemas"]["StockLine"][];
            node: string;
            sells_until: string;
            /** @default [] */
            short?: components["schemas"]["Line"][];
            till: string;
            /** @enum {unknown} */
            type: "escrow.changed";
        };
        /**
         * EscrowInput
         * @description What a till may sell while it is cut off; all lines or none, unless partial.
         *
         *         Until `sells_until` or for `ttl_seconds`; late sales find the units `grace_seconds` longer.
         */
        EscrowInput: {
            /** @default null */
            grace_seconds?: number | null;
            lines: components["schemas"]["EscrowLineInput"][];
            /** @description Chosen by the retailer. */
            node: string;
            /** @default false */
            partial?: boolean;
            /** @default null */
            sells_until?: string | null;
            /** @description Chosen by the retailer. */
            till: string;
            /** @default null */
            ttl_seconds?: number | null;
        };
        /**
         * EscrowLine
         * @description What of a SKU was in an escrow altogether, what of it was sold, and what is available again.
         */
        EscrowLine: {
            given_back: number;
            node: string;
            placed: number;
            sku: string;
            sold: number;
        };
        /**
         * EscrowLineInput
         * @description A quantity of a SKU, in its display unit.
         */
        EscrowLineInput: {
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * EscrowLineReading
         * @description What an escrow keeps of a SKU, and what it was opened and topped up with.
         */
        EscrowLineReading: {
            placed_quantity: number;
            quantity: number;
            sku: string;
        };
        /**
         * EscrowOpened
         * @description A till may sell these units until `sells_until`; `short` is what a partial escrow did not get.
         */
        EscrowOpened: {
            escrow_id: string;
            keeps_until: string;
            lines: components["schemas"]["StockLine"][];
            node: string;
            sells_until: string;
            /** @default [] */
            short?: components["schemas"]["Line"][];
            till: string;
            /** @enum {unknown} */
            type: "escrow.opened";
        };
        /**
         * EscrowPage
         * @description Escrows that keep their units, the oldest first; `next` is the cursor of the following page.
         */
        EscrowPage: {
            escrows: components["schemas"]["EscrowReading"][];
            next: string | null;
        };
        /**
         * EscrowQuery
         * @description Whose escrows.
         */
        EscrowQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            node: string[];
            /** @default null */
            till?: string | null;
        };
        /**
         * EscrowReading
         * @description An escrow at this moment: `selling`, `waiting` for late sales, `settled` or `expired`.
         */
        EscrowReading: {
            escrow_id: string;
            keeps_until: string;
            lines: components["schemas"]["EscrowLineReading"][];
            node: string;
            opened_at: string;
            sells_until: string;
            settled_at: string | null;
            status: string;
            till: string;
        };
        /**
         * EscrowSettled
         * @description All sales of an escrow are told, and what was left is available again.
         */
        EscrowSettled: {
            escrow_id: string;
            lines: components["schemas"]["EscrowLine"][];
            node: string;
            till: string;
            /** @enum {unknown} */
            type: "escrow.settled";
        };
        /**
         * EventPage
         * @description Events in the order of the feed; `next` is the `after` of the following page, `latest` the end of the feed.
         */
        EventPage: {
            events: components["schemas"]["CloudEvent"][];
            latest: number;
            next: number;
        };
        /**
         * EventPageQuery
         * @description As above; `wait_seconds` is how long an empty page may take in case something happens.
         */
        EventPageQuery: {
            /** @default null */
            after?: number | null;
            /** @default [] */
            channel?: string[];
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
            /** @default [] */
            type?: string[];
            /** @default 0 */
            wait_seconds?: number;
        };
        /**
         * EventStreamQuery
         * @description As above; without names all of them reach the one handler that a browser has for messages of no name.
         */
        EventStreamQuery: {
            /** @default null */
            after?: number | null;
            /** @default [] */
            channel?: string[];
            /** @default true */
            named?: boolean;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
            /** @default [] */
            type?: string[];
        };
        /**
         * ExceptionKind
         * @description What can need a person.
         * @enum {unknown}
         */
        ExceptionKind: "dead_letters" | "feed_late" | "late" | "not_accepted" | "order_waits" | "reconciliation" | "short_position" | "supply_late" | "uncollected";
        /**
         * ExceptionPage
         * @description Exceptions, the newest first; `next` is the cursor of the following page.
         */
        ExceptionPage: {
            exceptions: components["schemas"]["StockException"][];
            next: string | null;
        };
        /**
         * ExceptionQuery
         * @description Which exceptions; what is not named leaves none out.
         */
        ExceptionQuery: {
            /** @default [] */
            cause?: components["schemas"]["stockpool.reconciliation.messages.Cause"][];
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
            /** @default [] */
            source?: string[];
            /** @default [] */
            status?: components["schemas"]["ExceptionStatus"][];
        };
        /**
         * ExceptionStatus
         * @description How far a difference has come.
         * @enum {unknown}
         */
        ExceptionStatus: "accepted" | "closed" | "explained" | "open";
        /**
         * ExchangeDetails
         * @description The order that was placed instead, or why it was not; amounts in minor units, left out where a price is unknown.
         *
         *         `credit` is what the goods that come back pay of its `price`, `difference` what the customer pays.
         */
        ExchangeDetails: {
            /** @default null */
            credit?: number | null;
            /** @default null */
            currency?: string | null;
            /** @default null */
            difference?: number | null;
            /** @default null */
            order_id?: string | null;
            /** @default null */
            price?: number | null;
            /** @default null */
            refused?: string | null;
            /** @default null */
            refused_because?: string | null;
        };
        /**
         * ExchangeInput
         * @description The order that is wanted instead; with `carry_out` the customer takes the goods along at `node`.
         */
        ExchangeInput: {
            /** @default null */
            currency?: string | null;
            lines: components["schemas"]["OrderLineInput"][];
            /** @default ship */
            method?: components["schemas"]["OrderMethod"];
            /** @default null */
            pickup_node?: string | null;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
        };
        /**
         * Excluded
         * @description Candidates not chosen for one reason; the largest group is counted only: it is all that nobody names.
         *
         *         Those that are filtered are a group for each filter, named by `by`.
         */
        Excluded: {
            /** @default null */
            by?: string | null;
            count: number;
            /** @default [] */
            nodes?: string[];
            reason: components["schemas"]["Exclusion"];
        };
        /**
         * Exclusion
         * @description Why a candidate was not chosen.
         * @enum {unknown}
         */
        Exclusion: "cannot_pickup" | "cannot_ship" | "costlier" | "farther" | "filtered" | "gave_up" | "no_stock" | "not_serving_yet" | "other_node_named" | "part_of_the_stock" | "ranked_lower" | "too_far" | "too_late";
        /**
         * ExplainInput
         * @description Why it differs.
         */
        ExplainInput: {
            note: string;
        };
        /**
         * ExtendInput
         * @description How long a hold shall last from now.
         */
        ExtendInput: {
            /** @default null */
            ttl_seconds?: number | null;
        };
        /**
         * ExtendReply
         * @description The hold lasts until another moment.
         */
        ExtendReply: {
            expires_at: string;
            hold_id: string;
        };
        /**
         * FactBatch
         * @description Facts to record, each by itself.
         */
        FactBatch: {
            facts: components["schemas"]["FactInput"][];
        };
        /**
         * FactInput
         * @description Something that happened to a SKU at a node; (source, source_id) make a repeated one known.
         */
        FactInput: {
            /** @default null */
            escrow?: string | null;
            kind: components["schemas"]["FactKind"];
            /** @description Chosen by the retailer. */
            node: string;
            /** @default null */
            occurred_at?: string | null;
            quantity: number;
            /** @default null */
            reason?: components["schemas"]["Unavailability"] | null;
            /** @default null */
            reference?: string | null;
            /** @description Chosen by the retailer. */
            sku: string;
            /** @default null */
            source?: string | null;
            /** @default null */
            source_id?: string | null;
            /** @default null */
            to_node?: string | null;
        };
        /**
         * FactKind
         * @description What can have happened to goods; a fact is always recorded.
         * @enum {unknown}
         */
        FactKind: "adjust" | "arrive" | "count" | "damage" | "dispatch" | "dispose" | "move" | "receive" | "restore" | "return" | "sell" | "ship";
        /**
         * FactReply
         * @description One result for each fact, in their order.
         */
        FactReply: {
            results: (components["schemas"]["FactResult"] | components["schemas"]["Refusal"])[];
        };
        /**
         * FactResult
         * @description A fact stands in the ledger; `levels` is what it left behind.
         */
        FactResult: {
            levels: components["schemas"]["StockLevel"][];
            movement: number;
            /** @default [] */
            notes?: string[];
            /** @enum {unknown} */
            outcome: "recorded";
        };
        /**
         * FeedHealth
         * @description How late a source tells what happens at a node, how right its records are, and what promises made there risk.
         */
        FeedHealth: {
            ahead: number;
            backfilled: number;
            facts: number;
            lag_p50_s: number | null;
            lag_p90_high_s: number | null;
            lag_p90_low_s: number | null;
            lag_p90_s: number | null;
            lag_p99_s: number | null;
            lag_s: number;
            mean_error: number | null;
            node: string;
            positions_checked: number;
            risk: number;
            share_right: number | null;
            silence_s: number | null;
            source: string;
            undated: number;
            unseen_units: number;
            usual_gap_s: number | null;
        };
        /**
         * FeedList
         * @description Each source at each node that it was heard of at within two days.
         */
        FeedList: {
            feeds: components["schemas"]["FeedHealth"][];
        };
        /**
         * FeedQuery
         * @description Feeds of which source; of all where none is named.
         */
        FeedQuery: {
            /** @default null */
            source?: string | null;
        };
        /**
         * FlowSeen
         * @description What left a node for another one, or for customers of a region, within the last 24 hours.
         */
        FlowSeen: {
            from_node: string;
            /** @default null */
            latitude?: number | null;
            /** @default null */
            longitude?: number | null;
            parcels: number;
            /** @default null */
            region?: string | null;
            /** @default null */
            to_node?: string | null;
            units: number;
        };
        /**
         * ForecastDay
         * @description A period's forecast, in the SKU's display unit; `quantiles` by their level.
         */
        ForecastDay: {
            /** Format: date */
            date: string;
            mean: number;
            quantiles: {
                [key: string]: number;
            };
        };
        /**
         * ForecastPage
         * @description What the newest run says, in the order of SKU and node; `run` is null before the first one.
         *
         *         `moved_at`: until when today's sales have moved it; null where they have not. `next` is the cursor of the following
         *         page, which is of the same run.
         */
        ForecastPage: {
            forecasts: components["schemas"]["SeriesForecast"][];
            moved_at: string | null;
            next: string | null;
            run: components["schemas"]["RunShown"] | null;
        };
        /**
         * ForecastQuery
         * @description Of which SKUs and nodes, of all where none is named; of which days of the run, and which quantiles.
         */
        ForecastQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default null */
            from?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /**
             * @default [
             *       0.05,
             *       0.25,
             *       0.5,
             *       0.75,
             *       0.9,
             *       0.95,
             *       0.99
             *     ]
             */
            quantiles?: number[];
            /** @default [] */
            sku?: string[];
            /** @default null */
            to?: string | null;
        };
        /**
         * Format
         * @description What a printer takes.
         * @enum {unknown}
         */
        Format: "pdf" | "zpl";
        /**
         * Found
         * @description What a search found, the best first.
         */
        Found: {
            holds: components["schemas"]["FoundHold"][];
            nodes: components["schemas"]["FoundNode"][];
            orders: components["schemas"]["FoundOrder"][];
            returns: components["schemas"]["FoundReturn"][];
            skus: components["schemas"]["FoundSku"][];
        };
        /**
         * FoundHold
         * @description A hold by its id, open or not.
         */
        FoundHold: {
            channel: string | null;
            id: string;
            placed_at: string;
            reference: string | null;
        };
        /**
         * FoundNode
         * @description A node by its id or a word of its name.
         */
        FoundNode: {
            active: boolean;
            id: string;
            kind: string;
            name: string;
        };
        /**
         * FoundOrder
         * @description An order by its id or its reference.
         */
        FoundOrder: {
            channel: string;
            id: string;
            placed_at: string;
            reference: string | null;
            status: string;
        };
        /**
         * FoundReturn
         * @description A return by its id or the receipt that was shown.
         */
        FoundReturn: {
            id: string;
            node: string | null;
            receipt: string | null;
            requested_at: string;
            status: string;
        };
        /**
         * FoundSku
         * @description A SKU by its id, a word of its name, or its barcode.
         */
        FoundSku: {
            active: boolean;
            category: string | null;
            id: string;
            name: string;
        };
        /**
         * FulfillmentOrder
         * @description What one node must do for an order.
         */
        FulfillmentOrder: {
            /** @default null */
            accept_by?: string | null;
            /** @default null */
            carrier?: string | null;
            /** @default null */
            cause?: components["schemas"]["stockpool.orders.messages.Cause"] | null;
            /** @default 1 */
            delivery?: number;
            id: string;
            lines: components["schemas"]["SkuQuantity"][];
            node: string;
            /** @default null */
            ready_until?: string | null;
            /** @default null */
            reason?: string | null;
            status: components["schemas"]["FulfillmentStatus"];
            /** @default null */
            tracking?: string | null;
        };
        /**
         * FulfillmentStatus
         * @description Where a fulfillment order stands.
         * @enum {unknown}
         */
        FulfillmentStatus: "accepted" | "cancelled" | "delivered" | "expired" | "handed_over" | "open" | "packed" | "picked" | "picking" | "ready_for_pickup" | "rejected" | "released" | "shipped";
        /**
         * FulfillmentStep
         * @description What a node, a carrier or a customer does with a fulfillment order; the value is the word of its address.
         * @enum {unknown}
         */
        FulfillmentStep: "accept" | "arrive" | "deliver" | "expire" | "give-up" | "hand-over" | "pack" | "pick" | "ready" | "reject" | "release" | "ship" | "start-picking";
        /**
         * FulfillmentTask
         * @description A fulfillment order as its node works on it: what it may do now, where the goods go, and what was promised.
         *
         *         `ship_to` is for the node that sends the goods, not for one that has given them up.
         */
        FulfillmentTask: {
            /** @default null */
            accept_by?: string | null;
            /** @default null */
            carrier?: string | null;
            /** @default null */
            cause?: components["schemas"]["stockpool.orders.messages.Cause"] | null;
            channel: string;
            /** @default 1 */
            delivery?: number;
            id: string;
            lines: components["schemas"]["SkuQuantity"][];
            method: components["schemas"]["OrderMethod"];
            node: string;
            number: number;
            order_id: string;
            /** @default null */
            pickup_node?: string | null;
            placed_at: string;
            /** @default [] */
            possible?: components["schemas"]["FulfillmentStep"][];
            priority: number;
            /** @default null */
            promised_from?: string | null;
            /** @default null */
            promised_until?: string | null;
            /** @default null */
            ready_until?: string | null;
            /** @default null */
            reason?: string | null;
            /** @default null */
            reference?: string | null;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
            since: string;
            status: components["schemas"]["FulfillmentStatus"];
            /** @default null */
            tracking?: string | null;
        };
        /**
         * HandOverInput
         * @description The pickup code that the customer shows.
         */
        HandOverInput: {
            /** @default null */
            code?: string | null;
        };
        /**
         * HeldBack
         * @description What a confidence would hold back at a node; units are smallest units of each SKU, summed.
         */
        HeldBack: {
            inaccuracy: number;
            lag_s: number;
            node: string;
            positions: number;
            positions_held_back: number;
            units_free: number;
            units_held_back: number;
        };
        /**
         * HoldBatch
         * @description Holds to place, each by itself.
         */
        HoldBatch: {
            holds: components["schemas"]["HoldInput"][];
        };
        /**
         * HoldBatchReply
         * @description One result for each hold, in their order.
         */
        HoldBatchReply: {
            results: (components["schemas"]["HoldReply"] | components["schemas"]["Refusal"])[];
        };
        /**
         * HoldInput
         * @description Units to reserve for a while; all lines or none, unless partial.
         *
         *         Told how the order will be had, it is where that will be served.
         */
        HoldInput: {
            /** @description Chosen by the retailer. */
            channel: string;
            lines: components["schemas"]["LineInput"][];
            /** @default null */
            method?: components["schemas"]["PromiseMethod"] | null;
            /** @default false */
            partial?: boolean;
            /** @default null */
            pickup_node?: string | null;
            /** @default null */
            reference?: string | null;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
            /** @default null */
            ttl_seconds?: number | null;
        };
        /**
         * HoldLineReading
         * @description What a hold keeps of a SKU at a node, and what it was placed for.
         */
        HoldLineReading: {
            node: string;
            placed_quantity: number;
            quantity: number;
            sku: string;
            /** @enum {unknown} */
            status: "committed" | "expired" | "moved" | "open" | "released" | "shipped";
        };
        /**
         * HoldReading
         * @description A hold at this moment; one past its time has expired, swept or not.
         */
        HoldReading: {
            channel: string | null;
            expires_at: string | null;
            hold_id: string;
            lines: components["schemas"]["HoldLineReading"][];
            placed_at: string;
            reference: string | null;
            /** @enum {unknown} */
            status: "committed" | "expired" | "moved" | "open" | "released" | "shipped";
        };
        /**
         * HoldReply
         * @description Units are held until `expires_at`; `short` is what a partial hold did not get.
         */
        HoldReply: {
            channel: string;
            expires_at: string;
            hold_id: string;
            lines: components["schemas"]["StockLine"][];
            /** @enum {unknown} */
            outcome: "placed";
            /** @default null */
            reference?: string | null;
            /** @default [] */
            short?: components["schemas"]["Line"][];
        };
        /**
         * HoldUse
         * @description What became of the hold that an order named.
         * @enum {unknown}
         */
        HoldUse: "none" | "reheld" | "used";
        /**
         * InspectInput
         * @description Goods that were looked at.
         */
        InspectInput: {
            lines: components["schemas"]["InspectedLineInput"][];
        };
        /**
         * InspectedLineInput
         * @description What becomes of so much of a line of the return, or of its order; with a SKU, of that component of a kit.
         */
        InspectedLineInput: {
            /** @default null */
            condition?: components["schemas"]["Condition"] | null;
            disposition: components["schemas"]["Disposition"];
            /** @default null */
            line?: number | null;
            /** @default null */
            note?: string | null;
            /** @default null */
            order_line?: number | null;
            quantity: number;
            /** @default true */
            refund?: boolean;
            /** @default null */
            sku?: string | null;
            /** @default null */
            to_node?: string | null;
        };
        /**
         * ItemLevel
         * @description What can be promised of a SKU, by the words of schema.org too, and the threshold that this crossed.
         */
        ItemLevel: {
            availability: string;
            available: number;
            /** @default null */
            crossed?: components["schemas"]["Threshold"] | null;
            sku: string;
        };
        /**
         * JournalInput
         * @description What a till did, each line by itself, and what its clock says now.
         */
        JournalInput: {
            /** @default null */
            clock?: string | null;
            entries: components["schemas"]["EntryInput"][];
            /** @description Chosen by the retailer. */
            node: string;
        };
        /**
         * JournalQuery
         * @description Where the till stands.
         */
        JournalQuery: {
            /** @description Chosen by the retailer. */
            node: string;
        };
        /**
         * JournalReply
         * @description One result for each line, in their order; then what is recorded of the till altogether.
         */
        JournalReply: {
            clock_shift_s: number;
            journal: components["schemas"]["JournalStatus"];
            recorded: number;
            refused: number;
            repeated: number;
            results: components["schemas"]["EntryResult"][];
        };
        /**
         * JournalStatus
         * @description What is recorded of a till, and what between its lowest and its highest number is not.
         */
        JournalStatus: {
            clock_shift_s: number | null;
            first: number | null;
            last: number | null;
            missing: components["schemas"]["NumberRange"][];
            node: string;
            recorded: number;
            till: string;
            uploaded_at: string;
        };
        /**
         * LabelQuery
         * @description For which printer and in which language; carrier and tracking number where the order does not know them yet.
         */
        LabelQuery: {
            /** @default null */
            carrier?: string | null;
            /** @default pdf */
            format?: components["schemas"]["Format"];
            /** @default en */
            lang?: components["schemas"]["Language"];
            /** @default null */
            tracking?: string | null;
        };
        /**
         * Language
         * @description Languages that sheets are printed in.
         * @enum {unknown}
         */
        Language: "de" | "en" | "es";
        /**
         * LetterPage
         * @description Dead letters in the order of the feed; `next` is the cursor of the following page.
         */
        LetterPage: {
            dead_letters: components["schemas"]["DeadLetter"][];
            next: string | null;
        };
        /**
         * LetterReplay
         * @description Which dead letters are sent once more; all where none is named.
         */
        LetterReplay: {
            /** @default null */
            event_ids?: string[] | null;
        };
        /**
         * Levels
         * @description The data of `snapshot` and `change`; `more` where further items of the same moment follow.
         */
        Levels: {
            channel: string;
            items: components["schemas"]["ItemLevel"][];
            more: boolean;
        };
        /**
         * LifeEvent
         * @description Something that happened to an order, in words and as it was told.
         */
        LifeEvent: {
            at: string;
            data: Record<string, never>;
            event_id: string;
            said: string;
            type: string;
        };
        /**
         * LifeLine
         * @description The events of an order in their order; `names` say what those are called who did them.
         */
        LifeLine: {
            events: components["schemas"]["LifeEvent"][];
            names: {
                [key: string]: string;
            };
            order_id: string;
        };
        /**
         * Line
         * @description A quantity of a SKU asked for, at a node or wherever sourcing finds it.
         */
        Line: {
            /** @default null */
            node?: string | null;
            quantity: number;
            sku: string;
        };
        /**
         * LineInput
         * @description A quantity of a SKU, in its display unit; without a node, sourcing chooses.
         */
        LineInput: {
            /** @default null */
            node?: string | null;
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * LineQuantityInput
         * @description So much of a line, by its number.
         */
        LineQuantityInput: {
            line: number;
            quantity: number;
        };
        /**
         * LintReply
         * @description Everything that is wrong or strange, by line; and the policy in plain English where it can be read.
         */
        LintReply: {
            english: string | null;
            problems: components["schemas"]["DocumentProblem"][];
            valid: boolean;
        };
        /**
         * LintRequest
         * @description A policy to be looked at.
         */
        LintRequest: {
            text: string;
        };
        /**
         * Measure
         * @description A figure that people steer by.
         * @enum {unknown}
         */
        Measure: "atp_lag_ms" | "fill_rate" | "on_time" | "open_promises" | "order_accuracy" | "orders" | "oversell_prevented" | "sales" | "split_share" | "store_acceptance";
        /**
         * Measures
         * @description Which of a position's numbers a source tells.
         * @enum {unknown}
         */
        Measures: "available" | "on_hand";
        /**
         * Method
         * @description How goods reach the customer.
         * @enum {unknown}
         */
        Method: "pickup" | "same_day" | "ship" | "ship_to_store";
        /**
         * MethodPromise
         * @description What one way promises; `available` where all of it has a date, `in_stock` where nothing has to come first.
         */
        MethodPromise: {
            available: boolean;
            /** @default null */
            cost?: components["schemas"]["MoneyInput"] | null;
            /** @default null */
            from_date?: string | null;
            in_stock: boolean;
            method: components["schemas"]["PromiseMethod"];
            /** @default [] */
            nodes?: components["schemas"]["PromisedNode"][];
            /** @default null */
            promised_from?: string | null;
            /** @default null */
            promised_until?: string | null;
            /** @default null */
            reason?: string | null;
            /** @default [] */
            short?: components["schemas"]["ShortSku"][];
            /** @default null */
            until_date?: string | null;
        };
        /**
         * Money
         * @description An amount in minor units, and the one before.
         */
        Money: {
            amount: number;
            before: number;
            currency: string;
        };
        /**
         * MoneyInput
         * @description Money on the wire: the amount as decimal text in the major unit.
         */
        MoneyInput: {
            amount: string;
            currency: string;
        };
        /**
         * NetworkSeen
         * @description All nodes, and what went between them.
         */
        NetworkSeen: {
            flows: components["schemas"]["FlowSeen"][];
            lag_s: number | null;
            nodes: components["schemas"]["NodeSeen"][];
        };
        /**
         * NewEndpoint
         * @description An endpoint, and the position behind which it begins; left out, what happens from now on.
         */
        NewEndpoint: {
            /** @default null */
            after?: number | null;
            /** @default 1 */
            batch_max?: number;
            /** @default [] */
            channels?: string[];
            /** @default  */
            description?: string;
            /** @default [] */
            nodes?: string[];
            /** @default [] */
            skus?: string[];
            /** @default [] */
            types?: string[];
            url: string;
        };
        /**
         * NewPassword
         * @description Another password; without one it is made and told.
         */
        NewPassword: {
            /** @default null */
            password?: string | null;
        };
        /**
         * NodeAvailability
         * @description What one node can give, in the SKU's display unit.
         *
         *         `confidence_buffer` is what it holds back because it may be sold or missing already.
         */
        NodeAvailability: {
            available: number;
            /** @default 0 */
            confidence_buffer?: number;
            node: string;
        };
        /**
         * NodeBatch
         * @description Nodes to create or replace.
         */
        NodeBatch: {
            nodes: components["schemas"]["NodeInput"][];
        };
        /**
         * NodeInput
         * @description A node on the wire. It replaces what is stored; abilities left out follow the kind, `active` stays as it is.
         */
        NodeInput: {
            /** @default null */
            active?: boolean | null;
            /** @default null */
            address?: components["schemas"]["Address"] | null;
            /** @default 0 */
            buffer?: number;
            /** @default null */
            can_pickup?: boolean | null;
            /** @default null */
            can_return?: boolean | null;
            /** @default null */
            can_ship?: boolean | null;
            /** @default [] */
            closed_dates?: string[];
            /** @default {} */
            cutoffs?: {
                [key: string]: string;
            };
            /** @default null */
            daily_capacity?: number | null;
            /** @default null */
            holiday_calendar?: string | null;
            id: string;
            kind: components["schemas"]["NodeKind"];
            /** @default null */
            latitude?: number | null;
            /** @default null */
            longitude?: number | null;
            name: string;
            /** @default [] */
            open_dates?: string[];
            /** @default null */
            open_hours?: components["schemas"]["OpenHours"] | null;
            /** @default 0 */
            processing_minutes?: number;
            /** @default UTC */
            time_zone?: string;
        };
        /**
         * NodeKind
         * @description What a node is.
         * @enum {unknown}
         */
        NodeKind: "distribution_center" | "in_transit" | "micro_hub" | "store" | "supplier" | "third_party";
        /**
         * NodeSeen
         * @description A node with what it has to do now; `on_hand` in display units of all its SKUs, as it was at `on_hand_at`.
         *
         *         `to_pick` is what counts against `daily_capacity`: what it has not picked yet.
         */
        NodeSeen: {
            active: boolean;
            daily_capacity: number | null;
            id: string;
            kind: string;
            latitude: number | null;
            longitude: number | null;
            name: string;
            on_hand: number | null;
            on_hand_at: string | null;
            open_exceptions: number;
            open_work: number;
            to_pick: number;
        };
        /**
         * NodeShift
         * @description How many of the orders a node serves in the shadow's plans, and in those that acted.
         */
        NodeShift: {
            active: number;
            node: string;
            shadow: number;
        };
        /**
         * NodeUnits
         * @description Smallest units of a SKU at a node.
         */
        NodeUnits: {
            node: string;
            sku: string;
            units: number;
        };
        /**
         * NodesQuery
         * @description Which nodes; all where none is named.
         */
        NodesQuery: {
            /** @default [] */
            node?: string[];
        };
        /**
         * NothingInput
         * @description Nothing has to be said.
         */
        NothingInput: Record<string, never>;
        /**
         * NowcastQuery
         * @description As above; with `nowcast` moved by what the nodes that are named have sold today so far.
         */
        NowcastQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default null */
            from?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default false */
            nowcast?: boolean;
            /**
             * @default [
             *       0.05,
             *       0.25,
             *       0.5,
             *       0.75,
             *       0.9,
             *       0.95,
             *       0.99
             *     ]
             */
            quantiles?: number[];
            /** @default [] */
            sku?: string[];
            /** @default null */
            to?: string | null;
        };
        /**
         * NumberRange
         * @description Numbers from the first to the last, both included.
         */
        NumberRange: {
            first: number;
            last: number;
        };
        /**
         * OpenHours
         * @description When a node is open, by weekday in its own time zone; a day without ranges is closed.
         */
        OpenHours: {
            /** @default [] */
            friday?: components["schemas"]["TimeRange"][];
            /** @default [] */
            monday?: components["schemas"]["TimeRange"][];
            /** @default [] */
            saturday?: components["schemas"]["TimeRange"][];
            /** @default [] */
            sunday?: components["schemas"]["TimeRange"][];
            /** @default [] */
            thursday?: components["schemas"]["TimeRange"][];
            /** @default [] */
            tuesday?: components["schemas"]["TimeRange"][];
            /** @default [] */
            wednesday?: components["schemas"]["TimeRange"][];
        };
        /**
         * OrderDetails
         * @description An order as it stands now; `partial` where the reader sees only the deliveries that its nodes serve.
         */
        OrderDetails: {
            /** @default null */
            cancel_reason?: string | null;
            /** @default null */
            cancelled_at?: string | null;
            channel: string;
            /** @default null */
            currency?: string | null;
            deliveries: components["schemas"]["Delivery"][];
            fulfillment_orders: components["schemas"]["FulfillmentOrder"][];
            /** @default null */
            hold_id?: string | null;
            lines: components["schemas"]["PlacedLine"][];
            order_id: string;
            ordered_at: string;
            /** @default false */
            partial?: boolean;
            payment: components["schemas"]["Payment"];
            /** @default null */
            payment_due_at?: string | null;
            placed_at: string;
            priority: number;
            /** @default null */
            reference?: string | null;
            /** @default null */
            sold_at?: string | null;
            status: components["schemas"]["OrderStatus"];
            /** @default false */
            together?: boolean;
        };
        /**
         * OrderDifference
         * @description An order that both serve differently; the difference is under the shadow's costs, as decimal text.
         */
        OrderDifference: {
            active_nodes: string[];
            difference: string;
            order_id: string;
            shadow_nodes: string[];
        };
        /**
         * OrderInput
         * @description An order to place; `shortage` says what becomes of what no node has.
         *
         *         Left out, the sourcing policy that acts says it; where that says nothing either, or none acts, it is `refuse`.
         */
        OrderInput: {
            /** @description Chosen by the retailer. */
            channel: string;
            /** @default null */
            currency?: string | null;
            /** @default null */
            hold_id?: string | null;
            lines: components["schemas"]["OrderLineInput"][];
            /** @default ship */
            method?: components["schemas"]["OrderMethod"];
            /** @default null */
            ordered_at?: string | null;
            /**
             * @description `pending` until it is confirmed.
             * @default captured
             * @enum {unknown}
             */
            payment?: "captured" | "pending";
            /** @default 1800 */
            payment_ttl_seconds?: number;
            /** @default null */
            pickup_node?: string | null;
            /** @default 0 */
            priority?: number;
            /** @default null */
            reference?: string | null;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
            /** @default null */
            shortage?: components["schemas"]["Shortage"] | null;
            /** @default null */
            sold_at?: string | null;
            /** @default false */
            together?: boolean;
        };
        /**
         * OrderLineInput
         * @description A quantity of a SKU that is ordered, in its display unit; a line with a method of its own comes another way.
         */
        OrderLineInput: {
            /** @default null */
            method?: components["schemas"]["OrderMethod"] | null;
            /** @default null */
            pickup_node?: string | null;
            quantity: number;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
            /** @description Chosen by the retailer. */
            sku: string;
            /** @default null */
            unit_price?: number | null;
        };
        /**
         * OrderMethod
         * @description How goods reach the customer.
         * @enum {unknown}
         */
        OrderMethod: "carry_out" | "pickup" | "same_day" | "ship" | "ship_to_store";
        /**
         * OrderQuery
         * @description Which orders: one by its channel and reference, or those of a channel, in statuses, of nodes, placed in a time.
         *
         *         They come in the order in which they were placed, or the newest first; `placed_until` is the first moment that is
         *         left out.
         */
        OrderQuery: {
            /** @default null */
            channel?: string | null;
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /**
             * @default oldest
             * @enum {unknown}
             */
            order?: "newest" | "oldest";
            /** @default null */
            placed_from?: string | null;
            /** @default null */
            placed_until?: string | null;
            /** @default null */
            reference?: string | null;
            /** @default [] */
            status?: components["schemas"]["OrderStatus"][];
        };
        /**
         * OrderReply
         * @description An order stands and its stock is committed, node by node; `hold` says what became of the hold it named.
         */
        OrderReply: {
            channel: string;
            deliveries: components["schemas"]["Delivery"][];
            fulfillment_orders: components["schemas"]["FulfillmentOrder"][];
            /** @default none */
            hold?: components["schemas"]["HoldUse"];
            lines: components["schemas"]["PlacedLine"][];
            order_id: string;
            /** @default null */
            payment_due_at?: string | null;
            /** @default null */
            reference?: string | null;
            status: components["schemas"]["OrderStatus"];
        };
        /**
         * OrderStatus
         * @description Where an order stands; it follows from where its parts stand.
         * @enum {unknown}
         */
        OrderStatus: "allocated" | "backordered" | "cancelled" | "completed" | "in_fulfillment" | "partly_backordered" | "payment_pending" | "shipped";
        /**
         * OrdersReply
         * @description A page of orders.
         */
        OrdersReply: {
            items: components["schemas"]["OrderDetails"][];
            /** @default null */
            next?: string | null;
        };
        /**
         * Outcome
         * @description What became of units that a node could not serve, best first.
         * @enum {unknown}
         */
        Outcome: "backordered" | "cancelled" | "moved" | "transferred";
        /**
         * OutlookBatch
         * @description SKUs at nodes, with the outlook of each.
         */
        OutlookBatch: {
            outlooks: components["schemas"]["OutlookRow"][];
        };
        /**
         * OutlookPage
         * @description Outlooks in the order of SKUs and nodes; `next` is the cursor of the following page.
         */
        OutlookPage: {
            next: string | null;
            outlooks: components["schemas"]["StoredOutlook"][];
        };
        /**
         * OutlookQuery
         * @description Of which SKUs and nodes; of all where none is named.
         */
        OutlookQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
        };
        /**
         * OutlookReply
         * @description One result for each row, in their order.
         */
        OutlookReply: {
            results: components["schemas"]["OutlookResultRow"][];
        };
        /**
         * OutlookResultRow
         * @description What became of one row: created, updated, unchanged, or refused with the problem.
         */
        OutlookResultRow: {
            node: string;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
            sku: string;
        };
        /**
         * OutlookRow
         * @description What a node sells of a SKU a day without orders from elsewhere, in the SKU's display unit.
         *
         *         `days_to_delivery` are told where no supply to come says them.
         */
        OutlookRow: {
            /** @default null */
            as_of?: string | null;
            /** @default null */
            days_to_delivery?: number | null;
            demand_per_day: number;
            /** @description Chosen by the retailer. */
            node: string;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * OutlookSource
         * @description Who says it.
         * @enum {unknown}
         */
        OutlookSource: "given" | "sales";
        /**
         * OutsideRowInput
         * @description What the source says of one position, in the SKU's display unit; when, if not as all.
         */
        OutsideRowInput: {
            /** @default null */
            as_of?: string | null;
            /** @description Chosen by the retailer. */
            node: string;
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * PageQuery
         * @description Which page of a list.
         */
        PageQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
        };
        /**
         * PasswordInput
         * @description The password that was, and the one that is to be.
         */
        PasswordInput: {
            new: string;
            old: string;
        };
        /**
         * Payment
         * @description Whether an order is paid for.
         * @enum {unknown}
         */
        Payment: "captured" | "expired" | "failed" | "pending";
        /**
         * People
         * @description By person and node; `names` say what these people are called.
         */
        People: {
            from: string;
            lag_s: number | null;
            names: {
                [key: string]: string;
            };
            people: components["schemas"]["PersonFigures"][];
            until: string;
        };
        /**
         * PersonFigures
         * @description How one person worked at one node.
         */
        PersonFigures: {
            node: string;
            person: string;
            work: components["schemas"]["WorkFigures"];
        };
        /**
         * PickFor
         * @description What of a line is for one fulfillment order.
         */
        PickFor: {
            fulfillment_order: string;
            quantity: number;
        };
        /**
         * PickInput
         * @description What was picked; everything where it is left out, and nothing of what a given list leaves out.
         */
        PickInput: {
            /** @default null */
            picked?: components["schemas"]["PickedInput"][] | null;
        };
        /**
         * PickLine
         * @description One stop of a walk.
         */
        PickLine: {
            /** @default null */
            category?: string | null;
            /** @default [] */
            gtins?: string[];
            name: string;
            orders: components["schemas"]["PickFor"][];
            /** @default [] */
            other_shelves?: string[];
            quantity: number;
            /** @default null */
            shelf?: string | null;
            sku: string;
        };
        /**
         * PickList
         * @description One walk for these fulfillment orders of a node; those of `done` have nothing to pick any more.
         */
        PickList: {
            done: string[];
            fulfillment_orders: string[];
            lines: components["schemas"]["PickLine"][];
            node: string;
        };
        /**
         * PickListQuery
         * @description For which fulfillment orders; all of one node.
         */
        PickListQuery: {
            fulfillment_order: string[];
        };
        /**
         * PickSheetQuery
         * @description For which fulfillment orders of one node, and in which language.
         */
        PickSheetQuery: {
            fulfillment_order: string[];
            /** @default en */
            lang?: components["schemas"]["Language"];
        };
        /**
         * PickedInput
         * @description How much of a SKU was picked.
         */
        PickedInput: {
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * PinInput
         * @description A PIN.
         */
        PinInput: {
            pin: string;
        };
        /**
         * Place
         * @description Where a parcel starts or goes: a node, or what is known of an address.
         */
        Place: {
            /** @default null */
            country?: string | null;
            /** @default null */
            latitude?: number | null;
            /** @default null */
            longitude?: number | null;
            /** @default null */
            node?: string | null;
            /** @default null */
            postal_code?: string | null;
        };
        /**
         * PlacedLine
         * @description A line as it stands: `short` is what is owed and no node has, `cancelled` what is not owed any more.
         */
        PlacedLine: {
            /** @default 0 */
            cancelled?: number;
            /** @default 1 */
            delivery?: number;
            /** @default 0 */
            fulfilled?: number;
            line: number;
            quantity: number;
            /** @default 0 */
            returned?: number;
            /** @default 0 */
            short?: number;
            sku: string;
            /** @default null */
            unit_price?: number | null;
        };
        /**
         * PlacesQuery
         * @description As above, at which nodes.
         */
        PlacesQuery: {
            /** @default null */
            from?: string | null;
            /** @default [] */
            node?: string[];
            /** @default null */
            until?: string | null;
        };
        /**
         * Point
         * @description A figure within one hour or day, which begins at `at`.
         */
        Point: {
            at: string;
            /** @default {} */
            money?: {
                [key: string]: number;
            };
            value: number | null;
        };
        /**
         * PolicyDocument
         * @description A policy as its document says it, in YAML, and the cases that it must pass before it acts.
         */
        PolicyDocument: {
            /** @default null */
            cases?: string | null;
            /** @default  */
            note?: string;
            text: string;
        };
        /**
         * PolicyHead
         * @description A version of a policy without its text.
         */
        PolicyHead: {
            created_at: string;
            created_by: string;
            digest: string;
            has_cases: boolean;
            name: string;
            note: string;
            version: number;
        };
        /**
         * PolicyPage
         * @description Versions by name, each name's newest first; `next` is the cursor of the following page.
         */
        PolicyPage: {
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
            next: string | null;
            policies: components["schemas"]["PolicyHead"][];
        };
        /**
         * PolicyReply
         * @description A version of a policy as it was given, and in plain English; null where it cannot be read any more.
         */
        PolicyReply: {
            english: string | null;
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
            policy: components["schemas"]["StoredPolicy"];
        };
        /**
         * PolicyStep
         * @description Which version is to act, the newest where none is named, and why.
         */
        PolicyStep: {
            /** @default  */
            note?: string;
            /** @default null */
            version?: number | null;
        };
        /**
         * Pool
         * @description The nodes a channel may draw on: those named and those of the named kinds; empty means all.
         */
        Pool: {
            /** @default [] */
            kinds?: components["schemas"]["NodeKind"][];
            /** @default [] */
            nodes?: string[];
        };
        /**
         * PositionQuery
         * @description Which positions, as the world was at `as_of` by what the ledger knew at `known_at`.
         */
        PositionQuery: {
            /** @default null */
            as_of?: string | null;
            /** @default null */
            cursor?: string | null;
            /** @default null */
            known_at?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
        };
        /**
         * PositionReading
         * @description One SKU at one node; `counted_at` is its latest count, `safety_stock` what is set now.
         */
        PositionReading: {
            available: number;
            committed: number;
            counted_at: string | null;
            damaged: number;
            held: number;
            node: string;
            on_hand: number;
            other: number;
            quality_control: number;
            safety_stock: number;
            sku: string;
        };
        /**
         * PositionsReply
         * @description Positions in the order of SKU and node; `next` is the cursor of the following page.
         */
        PositionsReply: {
            next: string | null;
            positions: components["schemas"]["PositionReading"][];
        };
        /**
         * Problem
         * @description One bad field: a path such as `lines[0].quantity` and what to mend there.
         */
        Problem: {
            message: string;
            path: string;
        };
        /**
         * ProblemDocument
         * @description What was refused and why; `details` holds what a kind adds, such as what is available.
         */
        ProblemDocument: {
            detail: string;
            /** @default {} */
            details?: Record<string, never>;
            /** @default [] */
            errors?: components["schemas"]["Problem"][];
            /** @default null */
            instance?: string | null;
            status: number;
            title: string;
            type: string;
        };
        /**
         * PromiseAnswer
         * @description What each way promises at a moment.
         */
        PromiseAnswer: {
            at: string;
            channel: string;
            promises: components["schemas"]["MethodPromise"][];
        };
        /**
         * PromiseInput
         * @description What a customer looks at; every way that can be asked where no method is named, now where no moment is.
         *
         *         `sold_at` is the node whose till asks: what it may sell from other nodes too.
         */
        PromiseInput: {
            /** @default null */
            at?: string | null;
            /** @description Chosen by the retailer. */
            channel: string;
            lines: components["schemas"]["PromiseLineInput"][];
            /** @default [] */
            methods?: components["schemas"]["PromiseMethod"][];
            /** @default null */
            pickup_node?: string | null;
            /** @default null */
            ship_to?: components["schemas"]["ShipTo"] | null;
            /** @default null */
            sold_at?: string | null;
        };
        /**
         * PromiseLineInput
         * @description A quantity of a SKU, in its display unit.
         */
        PromiseLineInput: {
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * PromiseMethod
         * @description How goods reach the customer to whom their date is promised.
         * @enum {unknown}
         */
        PromiseMethod: "pickup" | "same_day" | "ship" | "ship_to_store";
        /**
         * Promised
         * @description Errors over demand of a week ahead at rolling origins: the champion's, and the seasonal naive's.
         */
        Promised: {
            wape: number;
            wape_naive: number;
        };
        /**
         * PromisedLine
         * @description A quantity of a SKU that has stock, in its display unit: a kit's components, not the kit.
         */
        PromisedLine: {
            quantity: number;
            sku: string;
        };
        /**
         * PromisedNode
         * @description What one node would do, and when its goods are with the customer; the dates are the node's own.
         */
        PromisedNode: {
            /** @default null */
            cost?: components["schemas"]["MoneyInput"] | null;
            /** @default null */
            from_date?: string | null;
            lines: components["schemas"]["PromisedLine"][];
            node: string;
            /** @default null */
            promised_from?: string | null;
            /** @default null */
            promised_until?: string | null;
            /** @default null */
            ship_by?: string | null;
            /** @default null */
            until_date?: string | null;
        };
        /**
         * Quote
         * @description What one parcel costs and how that was reckoned; `cost` is None where it is not taken, and `why_not` says why.
         */
        Quote: {
            chargeable_g: number;
            /** @default null */
            charged_g?: number | null;
            /** @default null */
            cost?: string | null;
            currency: string;
            /** @default null */
            days_max?: number | null;
            /** @default null */
            days_min?: number | null;
            /** @default null */
            freight?: string | null;
            km: number | null;
            /** @default null */
            rate?: components["schemas"]["RateRowInput"] | null;
            rates: string;
            /** @default [] */
            surcharges?: components["schemas"]["Reckoned"][];
            /** @default null */
            why_not?: string | null;
            /** @default null */
            zone?: string | null;
        };
        /**
         * QuoteInput
         * @description One parcel and its way.
         */
        QuoteInput: {
            destination: components["schemas"]["Place"];
            grams: number;
            origin: components["schemas"]["Place"];
            /** @default 0 */
            volume_cc?: number;
        };
        /**
         * RateRowInput
         * @description What parcels of a zone up to a weight cost: the base and so much a kilogram, but not less than the minimum.
         */
        RateRowInput: {
            /** @default 0 */
            base?: string;
            /** @default null */
            days_max?: number | null;
            /** @default null */
            days_min?: number | null;
            /** @default 0 */
            minimum?: string;
            /** @default 0 */
            per_kg?: string;
            /** @default null */
            weight_over_g?: number | null;
            weight_upto_g: number;
            zone: string;
        };
        /**
         * RateSource
         * @description Where a rate table comes from.
         * @enum {unknown}
         */
        RateSource: "fitted" | "given";
        /**
         * RatesAnswer
         * @description A rate table as it is answered: its wire form with where it comes from.
         */
        RatesAnswer: {
            carrier: string;
            currency: string;
            name: string;
            note: string | null;
            rates: components["schemas"]["RateRowInput"][];
            service: string;
            source: components["schemas"]["RateSource"];
            surcharges: components["schemas"]["SurchargeRowInput"][];
            volume_cc_per_kg: number | null;
            zones: components["schemas"]["ZoneRow"][];
        };
        /**
         * RatesHead
         * @description A rate table without its rows, and how many of them there are.
         */
        RatesHead: {
            carrier: string;
            currency: string;
            name: string;
            note: string | null;
            rates: number;
            service: string;
            source: string;
            surcharges: number;
            volume_cc_per_kg: number | null;
            zones: number;
        };
        /**
         * RatesInput
         * @description A rate table on the wire. It replaces what is stored under its name as a whole.
         */
        RatesInput: {
            carrier: string;
            currency: string;
            name: string;
            /** @default null */
            note?: string | null;
            rates: components["schemas"]["RateRowInput"][];
            /** @default standard */
            service?: string;
            /** @default [] */
            surcharges?: components["schemas"]["SurchargeRowInput"][];
            /** @default null */
            volume_cc_per_kg?: number | null;
            zones: components["schemas"]["ZoneRow"][];
        };
        /**
         * RatesPage
         * @description Rate tables without their rows, in the order of their names; `next` is the cursor of the following page.
         */
        RatesPage: {
            next: string | null;
            rates: components["schemas"]["RatesHead"][];
        };
        /**
         * RatesReply
         * @description What became of the table: created, updated or unchanged.
         */
        RatesReply: {
            name: string;
            outcome: string;
            revision: number;
        };
        /**
         * ReceiptInput
         * @description What came to a node: of an arrival by its id, or unexpected; without lines all of the arrival came.
         */
        ReceiptInput: {
            /** @default null */
            arrival?: string | null;
            /** @default false */
            final?: boolean;
            /** @default null */
            lines?: components["schemas"]["CameInput"][] | null;
            /** @description Chosen by the retailer. */
            node: string;
            /** @default null */
            note?: string | null;
            /** @default null */
            received_at?: string | null;
        };
        /**
         * ReceiptReply
         * @description What was recorded, as it is told as an event; `names` say what `received_by` is called.
         */
        ReceiptReply: {
            /** @default null */
            arrival?: string | null;
            /** @default [] */
            closed?: string[];
            differences: components["schemas"]["stockpool.warehouse.messages.Difference"][];
            lines: components["schemas"]["ReceivedLine"][];
            names: {
                [key: string]: string;
            };
            node: string;
            /** @default null */
            note?: string | null;
            /** @default [] */
            notes?: string[];
            receipt_id: string;
            received_by: string;
            /** @enum {unknown} */
            type: "receipt.recorded";
        };
        /**
         * ReceiveInput
         * @description What came where: without lines everything that was expected, without a node where it was expected.
         */
        ReceiveInput: {
            /** @default null */
            lines?: components["schemas"]["ReceivedLineInput"][] | null;
            /** @default false */
            more_expected?: boolean;
            /** @default null */
            node?: string | null;
        };
        /**
         * ReceivedLine
         * @description What came of a SKU; `damaged` is what of it is broken.
         */
        ReceivedLine: {
            damaged: number;
            quantity: number;
            sku: string;
        };
        /**
         * ReceivedLineInput
         * @description What came: of a line of the return, of a line of its order, or of a SKU, expected or not.
         */
        ReceivedLineInput: {
            /** @default null */
            condition?: components["schemas"]["Condition"] | null;
            /** @default null */
            line?: number | null;
            /** @default null */
            note?: string | null;
            /** @default null */
            order_line?: number | null;
            quantity: number;
            /** @default null */
            sku?: string | null;
        };
        /**
         * Reckoned
         * @description One surcharge of a quote, in the table's currency.
         */
        Reckoned: {
            amount: string;
            name: string;
        };
        /**
         * Redirected
         * @description Nothing: the answer is a redirect.
         */
        Redirected: Record<string, never>;
        /**
         * RefundDue
         * @description The customer is to be given money: `amount` minor units, left out where a price is not known here.
         *
         *         `credited` is what of the lines' amounts an exchange has used up before.
         */
        RefundDue: {
            /** @default null */
            amount?: number | null;
            /** @default null */
            channel?: string | null;
            /** @default 0 */
            credited?: number;
            /** @default null */
            currency?: string | null;
            lines: components["schemas"]["RefundLine"][];
            /** @default null */
            order_id?: string | null;
            /** @default null */
            receipt?: string | null;
            return_id: string;
        };
        /**
         * RefundLine
         * @description What is refunded for units of a line of a return; without `amount` its price is not known here.
         */
        RefundLine: {
            /** @default null */
            amount?: number | null;
            line: number;
            /** @default null */
            order_line?: number | null;
            quantity: number;
            sku: string;
        };
        /**
         * Refusal
         * @description One row of a batch that was not granted.
         */
        Refusal: {
            /** @enum {unknown} */
            outcome: "refused";
            problem: components["schemas"]["ProblemDocument"];
        };
        /**
         * RejectInput
         * @description Why a node cannot do its part.
         */
        RejectInput: {
            /** @default rejected by the node */
            reason?: string;
        };
        /**
         * ReleaseInput
         * @description What to give back; everything when no lines are named.
         */
        ReleaseInput: {
            /** @default [] */
            lines?: components["schemas"]["LineInput"][];
        };
        /**
         * ReleaseReply
         * @description These units are available again.
         */
        ReleaseReply: {
            hold_id: string;
            lines: components["schemas"]["StockLine"][];
        };
        /**
         * Repair
         * @description What became of units that a node could not serve; `promise_moved` where they come later than promised.
         */
        Repair: {
            cause: components["schemas"]["stockpool.orders.messages.Cause"];
            from_node: string;
            outcome: components["schemas"]["Outcome"];
            /** @default false */
            promise_moved?: boolean;
            quantity: number;
            sku: string;
            /** @default null */
            to_node?: string | null;
        };
        /**
         * Replay
         * @description The position behind which everything is sent.
         */
        Replay: {
            after: number;
        };
        /**
         * ReportQuery
         * @description Of which node and which day of its clock, today where it is left out, and in which language.
         */
        ReportQuery: {
            /** @default null */
            day?: string | null;
            /** @default en */
            lang?: components["schemas"]["Language"];
            /** @description Chosen by the retailer. */
            node: string;
        };
        /**
         * ReturnDetails
         * @description A return as it stands now; `refunded_amount` is what its inspected goods are worth, in minor units.
         */
        ReturnDetails: {
            /** @default null */
            cancel_reason?: string | null;
            /** @default null */
            channel?: string | null;
            /** @default null */
            closed_at?: string | null;
            /** @default null */
            currency?: string | null;
            /** @default [] */
            dispositions?: components["schemas"]["DisposedDetails"][];
            /** @default null */
            exchange?: components["schemas"]["ExchangeDetails"] | null;
            /** @default null */
            expires_at?: string | null;
            lines: components["schemas"]["ReturnLineDetails"][];
            /** @default null */
            node?: string | null;
            /** @default null */
            order_id?: string | null;
            /** @default null */
            receipt?: string | null;
            /** @default 0 */
            refunded_amount?: number;
            requested_at: string;
            return_id: string;
            status: components["schemas"]["ReturnStatus"];
        };
        /**
         * ReturnInput
         * @description Goods that are to come back, or are at `node` (`received`).
         *
         *         They are of an order by `order_id`, or by its reference as the `receipt` of a `channel`; else of no order.
         */
        ReturnInput: {
            /** @default null */
            channel?: string | null;
            /** @default null */
            currency?: string | null;
            /** @default null */
            exchange?: components["schemas"]["ExchangeInput"] | null;
            lines: components["schemas"]["ReturnedLineInput"][];
            /** @default null */
            node?: string | null;
            /** @default null */
            order_id?: string | null;
            /** @default false */
            override?: boolean;
            /** @default null */
            receipt?: string | null;
            /** @default false */
            received?: boolean;
            /** @default null */
            source?: string | null;
            /** @default null */
            source_id?: string | null;
        };
        /**
         * ReturnLineDetails
         * @description A line of a return, a kit's component by component; without `order_line` it is not of the order.
         */
        ReturnLineDetails: {
            /** @default null */
            condition?: components["schemas"]["Condition"] | null;
            /** @default 0 */
            expected?: number;
            /** @default 0 */
            inspected?: number;
            line: number;
            /** @default null */
            note?: string | null;
            /** @default null */
            order_line?: number | null;
            /** @default unknown */
            reason?: components["schemas"]["ReturnReason"];
            /** @default 0 */
            received?: number;
            /** @default 0 */
            refunded?: number;
            requested: number;
            sku: string;
            /** @default null */
            unit_price?: number | null;
        };
        /**
         * ReturnQuery
         * @description Which returns: of an order, at nodes, in statuses; all where nothing is named.
         *
         *         They come in the order of asking, or the newest first.
         */
        ReturnQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /**
             * @default oldest
             * @enum {unknown}
             */
            order?: "newest" | "oldest";
            /** @default null */
            order_id?: string | null;
            /** @default [] */
            status?: components["schemas"]["ReturnStatus"][];
        };
        /**
         * ReturnReason
         * @description Why the customer gives goods back.
         * @enum {unknown}
         */
        ReturnReason: "color" | "defective" | "not_as_described" | "other" | "size_too_large" | "size_too_small" | "style" | "undeliverable" | "unknown" | "unwanted" | "wrong_item";
        /**
         * ReturnReply
         * @description The return as it stands now, and the refund that this call made due; a repeated call is told the same.
         */
        ReturnReply: {
            /** @default null */
            refund?: components["schemas"]["RefundDue"] | null;
            return: components["schemas"]["ReturnDetails"];
        };
        /**
         * ReturnStatus
         * @description Where a return stands; it follows from what of it is expected, received and inspected.
         * @enum {unknown}
         */
        ReturnStatus: "cancelled" | "closed" | "expired" | "inspected" | "received" | "requested";
        /**
         * ReturnedLineInput
         * @description What is to come back: a line of the order by its number, or a SKU; both for a component of a kit.
         *
         *         A disposition is for goods that are here (`received`) and were looked at; `to_node` is for `send`.
         */
        ReturnedLineInput: {
            /** @default null */
            condition?: components["schemas"]["Condition"] | null;
            /** @default null */
            disposition?: components["schemas"]["Disposition"] | null;
            /** @default null */
            line?: number | null;
            /** @default null */
            note?: string | null;
            quantity: number;
            /** @default unknown */
            reason?: components["schemas"]["ReturnReason"];
            /** @default true */
            refund?: boolean;
            /** @default null */
            sku?: string | null;
            /** @default null */
            to_node?: string | null;
            /** @default null */
            unit_price?: number | null;
        };
        /**
         * ReturnedStock
         * @description Units that were promised and are available again.
         */
        ReturnedStock: {
            node: string;
            quantity: number;
            sku: string;
        };
        /**
         * ReturnsReply
         * @description A page of returns.
         */
        ReturnsReply: {
            items: components["schemas"]["ReturnDetails"][];
            /** @default null */
            next?: string | null;
        };
        /**
         * Risk
         * @description Money at risk, in minor units.
         */
        Risk: {
            amount: number;
            currency: string;
        };
        /**
         * Role
         * @description What a person is here for.
         * @enum {unknown}
         */
        Role: "admin" | "associate" | "operator" | "planner" | "store_manager";
        /**
         * Rotation
         * @description For how long the present secret signs beside the new one.
         */
        Rotation: {
            /** @default 24 */
            overlap_hours?: number;
        };
        /**
         * RowResult
         * @description What became of one row: created, updated, unchanged, or refused with the problem.
         */
        RowResult: {
            id: string;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
            /** @default null */
            revision?: number | null;
        };
        /**
         * Run
         * @description One comparison of a source with the pool.
         */
        Run: {
            absent: number;
            actor: string;
            as_of: string | null;
            began_at: string;
            caught_up: number;
            closed: number;
            compared: number;
            differing: number;
            ended_at: string;
            equal: number;
            file: string | null;
            id: string;
            opened: number;
            rejected: number;
            source: string;
            still: number;
        };
        /**
         * RunInput
         * @description What to compare: rows, or a file of the server; without either the newest file of the source.
         *
         *         `as_of` is when all of it was taken; left out, now for rows and the time of the file for a file.
         */
        RunInput: {
            /** @default null */
            as_of?: string | null;
            /** @default null */
            file?: string | null;
            /** @default null */
            rows?: components["schemas"]["OutsideRowInput"][] | null;
            /** @description Chosen by the retailer. */
            source: string;
        };
        /**
         * RunQuery
         * @description Runs of which source; of all where none is named.
         */
        RunQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default null */
            source?: string | null;
        };
        /**
         * RunShown
         * @description Which run an answer is from: what it knew and of which days it tells; periods are days, or weeks.
         */
        RunShown: {
            /** Format: date */
            first_day: string;
            id: number;
            /** Format: date */
            known_until: string;
            /** Format: date */
            last_day: string;
            made_at: string;
            step_days: number;
        };
        /**
         * RunsQuery
         * @description How many runs, and behind which.
         */
        RunsQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 20 */
            limit?: number;
        };
        /**
         * SafetyStockBatch
         * @description Positions, with the safety stock of each.
         */
        SafetyStockBatch: {
            positions: components["schemas"]["SafetyStockRow"][];
        };
        /**
         * SafetyStockReply
         * @description One result for each row, in their order.
         */
        SafetyStockReply: {
            results: components["schemas"]["SafetyStockResultRow"][];
        };
        /**
         * SafetyStockResultRow
         * @description What became of one row: updated, unchanged, or refused with the problem.
         */
        SafetyStockResultRow: {
            node: string;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
            sku: string;
        };
        /**
         * SafetyStockRow
         * @description What a position is to keep back from every channel, in the SKU's display unit; 0 is nothing.
         */
        SafetyStockRow: {
            /** @description Chosen by the retailer. */
            node: string;
            safety_stock: number;
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * ScanQuery
         * @description Where, and what a scanner has read.
         */
        ScanQuery: {
            code: string;
            /** @description Chosen by the retailer. */
            node: string;
        };
        /**
         * Scanned
         * @description What a code is: `kind` says which of the members is there.
         */
        Scanned: {
            code: string;
            /** @default null */
            fulfillment_order?: components["schemas"]["FulfillmentTask"] | null;
            /** @default {} */
            gs1?: {
                [key: string]: string;
            };
            /** @default null */
            gtin?: string | null;
            kind: string;
            /** @default null */
            return_id?: string | null;
            /** @default null */
            shelf?: string | null;
            /** @default null */
            sku?: components["schemas"]["ScannedSku"] | null;
            /** @default [] */
            skus?: string[];
        };
        /**
         * ScannedSku
         * @description A SKU that was scanned, and where it lies.
         */
        ScannedSku: {
            /** @default null */
            category?: string | null;
            /** @default 0 */
            decimals?: number;
            /** @default [] */
            gtins?: string[];
            id: string;
            name: string;
            /** @default [] */
            shelves?: string[];
        };
        /**
         * Scope
         * @description What a caller may do; `admin` includes the others.
         * @enum {unknown}
         */
        Scope: "admin" | "plan" | "read" | "sell" | "stock" | "work";
        /**
         * SearchQuery
         * @description What somebody typed.
         */
        SearchQuery: {
            q: string;
        };
        /**
         * SecretMade
         * @description A new secret, told this once, and since when it signs.
         */
        SecretMade: {
            secret: string;
            since: string;
        };
        /**
         * SecretTimes
         * @description When a secret signs; until null the present one.
         */
        SecretTimes: {
            since: string;
            until: string | null;
        };
        /**
         * Series
         * @description One figure over time; days are those of UTC.
         */
        Series: {
            by: string;
            from: string;
            lag_s: number | null;
            measure: components["schemas"]["Measure"];
            points: components["schemas"]["Point"][];
            unit: string;
            until: string;
        };
        /**
         * SeriesForecast
         * @description What a run says of a SKU at a node; `champion` is the share of each method in it.
         */
        SeriesForecast: {
            abc_class: string;
            champion: {
                [key: string]: number;
            };
            days: components["schemas"]["ForecastDay"][];
            demand_class: string;
            node: string;
            sku: string;
        };
        /**
         * SeriesQuery
         * @description One figure, by hour or by day of UTC.
         */
        SeriesQuery: {
            /**
             * @default hour
             * @enum {unknown}
             */
            by?: "day" | "hour";
            /** @default null */
            channel?: string | null;
            /** @default null */
            from?: string | null;
            measure: components["schemas"]["Measure"];
            /** @default [] */
            node?: string[];
            /** @default null */
            until?: string | null;
        };
        /**
         * SeriesTotal
         * @description What a run says of a sum of days.
         */
        SeriesTotal: {
            abc_class: string;
            demand_class: string;
            mean: number;
            node: string;
            quantiles: {
                [key: string]: number;
            };
            sku: string;
        };
        /**
         * SessionReply
         * @description Who has signed in, what they may do, and the token that calls which change something need.
         */
        SessionReply: {
            csrf_token: string;
            device: string;
            ends_at: string;
            has_password: boolean;
            has_pin: boolean;
            id: string;
            language: string | null;
            locked: boolean;
            nodes: string[] | null;
            role: components["schemas"]["Role"];
            scopes: components["schemas"]["Scope"][];
            user: string;
        };
        /**
         * Shadow
         * @description Which policy decides beside the one that acts, since when and by whom; none where no policy is named.
         */
        Shadow: {
            policy: string | null;
            sequence: number;
            set_at: string;
            set_by: string;
            version: number | null;
        };
        /**
         * ShadowReply
         * @description Which policy decides beside the active one, null where that was never set; and what a day of that says.
         */
        ShadowReply: {
            comparisons: components["schemas"]["Comparison"][];
            /** Format: date */
            day: string;
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
            shadow: components["schemas"]["Shadow"] | null;
        };
        /**
         * ShadowSet
         * @description Which policy decides beside the active one since when; no policy is none.
         */
        ShadowSet: {
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
            shadow: components["schemas"]["Shadow"];
        };
        /**
         * ShadowStep
         * @description Which policy is to decide beside the active one, its newest version where none is named; null for none.
         */
        ShadowStep: {
            policy: string | null;
            /** @default null */
            version?: number | null;
        };
        /**
         * ShelfBatch
         * @description SKUs at nodes, with the shelves of each.
         */
        ShelfBatch: {
            shelves: components["schemas"]["ShelfRow"][];
        };
        /**
         * ShelfPage
         * @description Where things lie, in the order of nodes and SKUs; `next` is the cursor of the following page.
         */
        ShelfPage: {
            next: string | null;
            shelves: components["schemas"]["Shelved"][];
        };
        /**
         * ShelfQuery
         * @description Of which nodes and SKUs; a caller limited to nodes sees theirs.
         */
        ShelfQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
        };
        /**
         * ShelfReply
         * @description One result for each row, in their order.
         */
        ShelfReply: {
            results: components["schemas"]["ShelfResultRow"][];
        };
        /**
         * ShelfResultRow
         * @description What became of one row: created, updated, unchanged, or refused with the problem.
         */
        ShelfResultRow: {
            node: string;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
            sku: string;
        };
        /**
         * ShelfRow
         * @description Where a SKU lies at a node, the shelf where it is picked first; none: nobody knows.
         */
        ShelfRow: {
            /** @description Chosen by the retailer. */
            node: string;
            shelves: string[];
            /** @description Chosen by the retailer. */
            sku: string;
        };
        /**
         * Shelved
         * @description Where a SKU lies at a node.
         */
        Shelved: {
            node: string;
            shelves: string[];
            sku: string;
        };
        /**
         * ShipInput
         * @description With whom a parcel travels, and its number there.
         */
        ShipInput: {
            /** @default null */
            carrier?: string | null;
            /** @default null */
            tracking?: string | null;
        };
        /**
         * ShipTo
         * @description Where an order is sent; the place in degrees is what nearness is measured to.
         */
        ShipTo: {
            /** @default null */
            city?: string | null;
            /** @default null */
            country?: string | null;
            /** @default null */
            latitude?: number | null;
            /** @default null */
            longitude?: number | null;
            /** @default null */
            postal_code?: string | null;
            /** @default null */
            recipient?: string | null;
            /** @default null */
            region?: string | null;
            /** @default null */
            street?: string | null;
        };
        /**
         * ShippingLaneBatch
         * @description Shipping lanes to create or replace.
         */
        ShippingLaneBatch: {
            shipping_lanes: components["schemas"]["ShippingLaneInput"][];
        };
        /**
         * ShippingLaneInput
         * @description A shipping lane on the wire. It replaces what is stored for the same way, carrier and service.
         */
        ShippingLaneInput: {
            carrier: string;
            cost: components["schemas"]["MoneyInput"];
            from_node: string;
            /** @default standard */
            service?: string;
            /** @default null */
            to_country?: string | null;
            /** @default null */
            to_node?: string | null;
            /** @default null */
            to_postal_prefix?: string | null;
            transit_days_max: number;
            transit_days_min: number;
        };
        /**
         * ShippingLanePage
         * @description Shipping lanes by where they start, then by where they go; `next` is the cursor of the following page.
         */
        ShippingLanePage: {
            next: string | null;
            shipping_lanes: components["schemas"]["ShippingLaneInput"][];
        };
        /**
         * ShippingLaneReply
         * @description One result for each row, in their order.
         */
        ShippingLaneReply: {
            results: components["schemas"]["ShippingLaneResultRow"][];
        };
        /**
         * ShippingLaneResultRow
         * @description What became of one row: created, updated, unchanged, or refused with the problem.
         */
        ShippingLaneResultRow: {
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
        };
        /**
         * ShortSku
         * @description What no node has of a SKU, and the supply that it would come from: no date is known for the rest.
         */
        ShortSku: {
            quantity: number;
            sku: string;
            /** @default [] */
            supply?: components["schemas"]["ComingUnits"][];
        };
        /**
         * Shortage
         * @description What becomes of what no node has when an order is placed.
         * @enum {unknown}
         */
        Shortage: "backorder" | "cancel" | "refuse";
        /**
         * SignInInput
         * @description Who signs in, on which device.
         */
        SignInInput: {
            /** @default  */
            device?: string;
            name: string;
            password: string;
        };
        /**
         * SignedOut
         * @description The session is over.
         */
        SignedOut: {
            /** @default true */
            ended?: boolean;
        };
        /**
         * SkuAvailability
         * @description What the channel can promise of a SKU; `nodes` are those that have some, where they were asked for.
         */
        SkuAvailability: {
            /** @default true */
            active?: boolean;
            available: number;
            nodes?: components["schemas"]["NodeAvailability"][];
            sku: string;
        };
        /**
         * SkuBatch
         * @description SKUs to create or replace.
         */
        SkuBatch: {
            skus: components["schemas"]["SkuInput"][];
        };
        /**
         * SkuDay
         * @description A day of UTC: what was there at its end, or is now; what was sold, came back, and came in, in display units.
         */
        SkuDay: {
            available: number;
            /** Format: date */
            day: string;
            on_hand: number;
            received: number;
            returned: number;
            sold: number;
        };
        /**
         * SkuHistory
         * @description A SKU day by day.
         */
        SkuHistory: {
            days: components["schemas"]["SkuDay"][];
            sku: string;
        };
        /**
         * SkuInput
         * @description A SKU on the wire. It replaces what is stored; only `decimals` and `active` stay as they are when left out.
         */
        SkuInput: {
            /** @default null */
            active?: boolean | null;
            /** @default null */
            category?: string | null;
            /** @default [] */
            components?: components["schemas"]["ComponentInput"][];
            /** @default null */
            cost?: components["schemas"]["MoneyInput"] | null;
            /** @default null */
            decimals?: number | null;
            /** @default [] */
            gtins?: string[];
            /** @default null */
            height_mm?: number | null;
            id: string;
            /** @default null */
            length_mm?: number | null;
            name: string;
            /** @default null */
            price?: components["schemas"]["MoneyInput"] | null;
            /** @default null */
            weight_g?: number | null;
            /** @default null */
            width_mm?: number | null;
        };
        /**
         * SkuPage
         * @description SKUs in the order of their ids; `next` is the cursor of the following page.
         */
        SkuPage: {
            next: string | null;
            skus: components["schemas"]["SkuInput"][];
        };
        /**
         * SkuQuantity
         * @description A quantity of a SKU that has stock: a kit's components, not the kit.
         */
        SkuQuantity: {
            quantity: number;
            sku: string;
        };
        /**
         * SlipQuery
         * @description For which printer and in which language.
         */
        SlipQuery: {
            /** @default pdf */
            format?: components["schemas"]["Format"];
            /** @default en */
            lang?: components["schemas"]["Language"];
        };
        /**
         * SnoozeInput
         * @description Until when a case is put aside, and why.
         */
        SnoozeInput: {
            note: string;
            /**
             * Format: date-time
             * @description RFC 3339, with a time zone.
             */
            until: string;
        };
        /**
         * Snoozed
         * @description A case that was put aside.
         */
        Snoozed: {
            id: string;
            note: string;
            until: string;
        };
        /**
         * SoldLine
         * @description A line of an order of which so much reached the customer and is not back.
         */
        SoldLine: {
            line: number;
            returnable: number;
            sku: string;
        };
        /**
         * SoldOrder
         * @description An order as whoever takes goods back has to know it: not whose it is, what it cost, nor who served it.
         */
        SoldOrder: {
            channel: string;
            lines: components["schemas"]["SoldLine"][];
            order_id: string;
            ordered_at: string;
            /** @default null */
            reference?: string | null;
        };
        /**
         * SoldQuery
         * @description Which order, as the customer shows it: by its id, or by its reference in a channel.
         */
        SoldQuery: {
            /** @default null */
            channel?: string | null;
            /** @default null */
            order_id?: string | null;
            /** @default null */
            reference?: string | null;
        };
        /**
         * Source
         * @description A system whose stock is compared with the pool.
         */
        Source: {
            /** @default false */
            complete?: boolean;
            /** @default null */
            file?: string | null;
            id: string;
            /** @default null */
            interval_minutes?: number | null;
            /** @default 60 */
            lateness_minutes?: number;
            /** @default null */
            mapping?: string | null;
            /** @default on_hand */
            measures?: components["schemas"]["Measures"];
            name: string;
            /** @default [] */
            nodes?: string[];
            /** @default 0 */
            tolerance?: number;
        };
        /**
         * SourceBatch
         * @description Sources to create or replace.
         */
        SourceBatch: {
            sources: components["schemas"]["SourceRow"][];
        };
        /**
         * SourceList
         * @description All sources, by id.
         */
        SourceList: {
            sources: components["schemas"]["Source"][];
        };
        /**
         * SourceReply
         * @description One result for each row, in their order.
         */
        SourceReply: {
            results: components["schemas"]["SourceResultRow"][];
        };
        /**
         * SourceResultRow
         * @description What became of one row: stored, or refused with the problem.
         */
        SourceResultRow: {
            id: string;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
        };
        /**
         * SourceRow
         * @description A system whose stock is compared with the pool; `tolerance` in smallest units of each SKU.
         */
        SourceRow: {
            /** @default false */
            complete?: boolean;
            /** @default null */
            file?: string | null;
            /** @description Chosen by the retailer. */
            id: string;
            /** @default null */
            interval_minutes?: number | null;
            /** @default 60 */
            lateness_minutes?: number;
            /** @default null */
            mapping?: string | null;
            /** @default on_hand */
            measures?: components["schemas"]["Measures"];
            name: string;
            /** @default [] */
            nodes?: string[];
            /** @default 0 */
            tolerance?: number;
        };
        /**
         * SourcingDemand
         * @description What a customer wants, and how; without a destination nearness means nothing.
         *
         *         Where a pickup node is named, only that can serve, from its shelf; else those that ship.
         */
        SourcingDemand: {
            /** @default null */
            destination?: components["schemas"]["Destination"] | null;
            lines: components["schemas"]["Wanted"][];
            /** @default ship */
            method?: components["schemas"]["Method"];
            /** @default null */
            pickup_node?: string | null;
        };
        /**
         * SpanQuery
         * @description As above, of which channel; of all nodes and channels where none is named.
         */
        SpanQuery: {
            /** @default null */
            channel?: string | null;
            /** @default null */
            from?: string | null;
            /** @default [] */
            node?: string[];
            /** @default null */
            until?: string | null;
        };
        /**
         * Status
         * @description Whether an endpoint is served; `stopped` by its receiver, or because it cannot go on.
         * @enum {unknown}
         */
        Status: "active" | "paused" | "stopped";
        /**
         * StepBack
         * @description Why.
         */
        StepBack: {
            /** @default  */
            note?: string;
        };
        /**
         * StepPage
         * @description Steps that let policies act, the newest first; `next` is the cursor of the following page.
         */
        StepPage: {
            /** @description What people and keys in this reply are called, by id. */
            names: {
                [key: string]: string;
            };
            next: string | null;
            steps: components["schemas"]["Activation"][];
        };
        /**
         * StepReply
         * @description The fulfillment order as it stands now; `repairs` say what became of units that its node could not serve.
         *
         *         `pickup_code` is for the customer alone: it is told once, when the goods are ready.
         */
        StepReply: {
            fulfillment_order: components["schemas"]["FulfillmentOrder"];
            order_id: string;
            order_status: components["schemas"]["OrderStatus"];
            /** @default null */
            pickup_code?: string | null;
            /** @default [] */
            repairs?: components["schemas"]["Repair"][];
        };
        /**
         * StockException
         * @description One position of which a source says something else; `difference` is theirs less ours.
         */
        StockException: {
            also: components["schemas"]["stockpool.reconciliation.messages.Cause"][];
            as_of: string;
            cause: components["schemas"]["stockpool.reconciliation.messages.Cause"];
            currency: string | null;
            difference: number;
            evidence: string[];
            found_at: string;
            found_by: string;
            id: string;
            measures: components["schemas"]["Measures"];
            movement: number | null;
            node: string;
            note: string | null;
            outside: number;
            pool: number;
            pool_now: number;
            seen_by: string;
            settled_at: string | null;
            settled_by: string | null;
            sku: string;
            source: string;
            status: components["schemas"]["ExceptionStatus"];
            unit_value_minor: number | null;
        };
        /**
         * StockHere
         * @description What stands at the till's node; of a kit, as many as can be made of its components.
         */
        StockHere: {
            available: number;
            committed: number;
            held: number;
            on_hand: number;
            ready_for_pickup: number;
        };
        /**
         * StockLevel
         * @description What a fact left behind at one position, in display units.
         */
        StockLevel: {
            available: number;
            node: string;
            on_hand: number;
            sku: string;
        };
        /**
         * StockLine
         * @description A quantity of a SKU at a node, in display units.
         */
        StockLine: {
            node: string;
            quantity: number;
            sku: string;
        };
        /**
         * StockNear
         * @description What another node of the pool can give, and how far it is.
         */
        StockNear: {
            available: number;
            distance_km: number | null;
            name: string;
            node: string;
        };
        /**
         * StoredOutlook
         * @description As it is stored: in smallest units, with its moment and who says it.
         */
        StoredOutlook: {
            as_of: string;
            days_to_delivery: number | null;
            demand_per_day: number;
            node: string;
            sku: string;
            /** @default given */
            source?: components["schemas"]["OutlookSource"];
        };
        /**
         * StoredPolicy
         * @description One version of a policy, as it was given.
         */
        StoredPolicy: {
            /** @default null */
            cases?: string | null;
            created_at: string;
            created_by: string;
            digest: string;
            name: string;
            note: string;
            text: string;
            version: number;
        };
        /**
         * StoredRun
         * @description A run of forecasts: what it knew, of which periods it tells, who forecasts and why.
         *
         *         `horizon` is counted in periods of `step_days`. `promised`: errors at rolling origins, by class. `chosen_by`: the
         *         run that chose the champions; `chosen_because` is null where they were kept.
         */
        StoredRun: {
            asked_by: string;
            champions: components["schemas"]["ChampionOf"][];
            chosen_because: components["schemas"]["Choice"] | null;
            chosen_by: number;
            features: {
                [key: string]: string;
            };
            fingerprint: string;
            /** Format: date */
            first_day: string;
            horizon: number;
            id: number;
            /** Format: date */
            known_until: string;
            /** Format: date */
            last_day: string;
            made_at: string;
            promised: {
                [key: string]: components["schemas"]["Promised"];
            };
            seconds: number;
            series: number;
            step_days: number;
            versions: {
                [key: string]: string;
            };
        };
        /**
         * Supply
         * @description As above, with what was received of it.
         */
        Supply: {
            claimed: number;
            expected_at: string;
            /** @default null */
            from_node?: string | null;
            id: string;
            kind: components["schemas"]["SupplyKind"];
            node: string;
            overdue: boolean;
            quantity: number;
            received: number;
            sku: string;
            status: components["schemas"]["SupplyStatus"];
        };
        /**
         * SupplyBatch
         * @description Supplies to create or replace.
         */
        SupplyBatch: {
            supplies: components["schemas"]["SupplyRow"][];
        };
        /**
         * SupplyKind
         * @description Where goods to come are from.
         * @enum {unknown}
         */
        SupplyKind: "purchase_order" | "transfer";
        /**
         * SupplyPage
         * @description Supplies, the first expected first; `next` is the cursor of the following page.
         */
        SupplyPage: {
            next: string | null;
            supplies: components["schemas"]["Supply"][];
        };
        /**
         * SupplyQuery
         * @description Which supplies; all where neither SKU nor node is named.
         */
        SupplyQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            /** @default [] */
            node?: string[];
            /** @default [] */
            sku?: string[];
        };
        /**
         * SupplyReply
         * @description One result for each row, in their order.
         */
        SupplyReply: {
            results: components["schemas"]["SupplyResultRow"][];
        };
        /**
         * SupplyResultRow
         * @description What became of one row: created, updated, unchanged, or refused with the problem.
         */
        SupplyResultRow: {
            id: string;
            outcome: string;
            /** @default null */
            problem?: components["schemas"]["ProblemDocument"] | null;
        };
        /**
         * SupplyRow
         * @description So much of a SKU that is to come to a node; `quantity` is all of it, what was received included.
         *
         *         `from_node` is where a transfer leaves, for whoever receives it.
         */
        SupplyRow: {
            expected_at: string;
            /** @default null */
            from_node?: string | null;
            /** @description Chosen by the retailer. */
            id: string;
            /** @default purchase_order */
            kind?: components["schemas"]["SupplyKind"];
            /** @description Chosen by the retailer. */
            node: string;
            quantity: number;
            /** @description Chosen by the retailer. */
            sku: string;
            /** @default open */
            status?: components["schemas"]["SupplyStatus"];
        };
        /**
         * SupplyStatus
         * @description Whether there is still something to come; `closed` where no more will come than has.
         * @enum {unknown}
         */
        SupplyStatus: "cancelled" | "closed" | "open";
        /**
         * SurchargeKind
         * @description How a surcharge is reckoned.
         * @enum {unknown}
         */
        SurchargeKind: "fixed" | "per_kg" | "percent";
        /**
         * SurchargeRowInput
         * @description What is added for a reason.
         */
        SurchargeRowInput: {
            /** @default null */
            above_g?: number | null;
            amount: string;
            kind: components["schemas"]["SurchargeKind"];
            name: string;
            /** @default null */
            zone?: string | null;
        };
        /**
         * TaskQuery
         * @description Whose queue, and in which statuses; those with something to do where none is named.
         */
        TaskQuery: {
            /** @default null */
            cursor?: string | null;
            /** @default 100 */
            limit?: number;
            node: string[];
            /** @default [] */
            status?: components["schemas"]["FulfillmentStatus"][];
        };
        /**
         * TasksReply
         * @description A page of a queue, first come first.
         */
        TasksReply: {
            items: components["schemas"]["FulfillmentTask"][];
            /** @default null */
            next?: string | null;
        };
        /**
         * Threshold
         * @description Which threshold the availability of a SKU in a channel has crossed.
         * @enum {unknown}
         */
        Threshold: "back" | "low" | "out";
        /**
         * Tile
         * @description A figure with its value before; both are null where nothing was counted, or nothing can be said.
         *
         *         `parts` are the counts it is made of, `entries` the call that reads what was counted; `since` is there where the
         *         figure is known from a later moment on than was asked for.
         */
        Tile: {
            before: number | null;
            entries: string;
            figure: components["schemas"]["Measure"];
            /** @default [] */
            money?: components["schemas"]["Money"][];
            /** @default {} */
            parts?: {
                [key: string]: number;
            };
            /** @default null */
            since?: string | null;
            unit: string;
            value: number | null;
        };
        /**
         * Tiles
         * @description All figures of a span in whole hours, and of the span of the same length before it.
         */
        Tiles: {
            before_from: string;
            from: string;
            lag_s: number | null;
            tiles: components["schemas"]["Tile"][];
            until: string;
        };
        /**
         * TillView
         * @description A SKU as a till shows it: here, near, in the pool, and what can be promised to whoever stands there.
         */
        TillView: {
            channel: string;
            here: components["schemas"]["StockHere"];
            near: components["schemas"]["StockNear"][];
            node: string;
            pool: number;
            promises: components["schemas"]["MethodPromise"][];
            sku: string;
        };
        /**
         * TimeRange
         * @description From one time of a day to another, as `HH:MM`; `24:00` is the day's end.
         */
        TimeRange: {
            closes: string;
            opens: string;
        };
        /**
         * TimesQuery
         * @description Which hours, the last 24 where nothing is said.
         */
        TimesQuery: {
            /** @default null */
            from?: string | null;
            /** @default null */
            until?: string | null;
        };
        /**
         * ToldAlternative
         * @description Nodes that could have served the same; under a policy how much `more` they cost, and in which parts.
         */
        ToldAlternative: {
            /** @default null */
            cost?: string | null;
            /** @default {} */
            costs?: {
                [key: string]: string;
            };
            /** @default {} */
            dearer?: {
                [key: string]: string;
            };
            km: number | null;
            /** @default null */
            more?: string | null;
            nodes: string[];
        };
        /**
         * ToldExplanation
         * @description Why these nodes. Amounts are decimal text in the policy's currency; `costs` are the plan's by part.
         */
        ToldExplanation: {
            /** @default [] */
            alternatives?: components["schemas"]["ToldAlternative"][];
            candidates: number;
            /** @default [] */
            chosen?: components["schemas"]["ToldNode"][];
            /** @default null */
            cost?: string | null;
            /** @default {} */
            costs?: {
                [key: string]: string;
            };
            /** @default null */
            currency?: string | null;
            demand: components["schemas"]["SourcingDemand"];
            /** @default [] */
            excluded?: components["schemas"]["Excluded"][];
            /** @default null */
            gap?: number | null;
            /** @default [] */
            notes?: string[];
            /** @default [] */
            passed_over?: components["schemas"]["ToldPassedOver"][];
            /** @default null */
            policy?: string | null;
            /** @default null */
            rule?: string | null;
            /** @default [] */
            short?: components["schemas"]["Wanted"][];
            strategy: string;
            /** @default [] */
            would_change?: components["schemas"]["Change"][];
        };
        /**
         * ToldLater
         * @description As `LaterSourcing`, with amounts as text.
         */
        ToldLater: {
            at: string;
            event: string;
            /** @default [] */
            held?: components["schemas"]["NodeUnits"][];
            /** @default [] */
            repairs?: components["schemas"]["Repair"][];
            /** @default [] */
            served?: components["schemas"]["NodeUnits"][];
            /** @default [] */
            sourced?: components["schemas"]["ToldExplanation"][];
        };
        /**
         * ToldNode
         * @description A node of the plan, its distance, what it had `free` of each line's SKU, and under a policy what it costs.
         */
        ToldNode: {
            /** @default null */
            cost?: string | null;
            /** @default {} */
            costs?: {
                [key: string]: string;
            };
            free: number[];
            km: number | null;
            node: string;
        };
        /**
         * ToldOrder
         * @description As `OrderExplanation`, with amounts as text.
         */
        ToldOrder: {
            /** @default [] */
            further?: components["schemas"]["ToldExplanation"][];
            /** @default [] */
            held?: components["schemas"]["NodeUnits"][];
            /** @default [] */
            later?: components["schemas"]["ToldLater"][];
            /** @default null */
            sourced?: components["schemas"]["ToldExplanation"] | null;
        };
        /**
         * ToldPassedOver
         * @description A node that alone would have cost less, by how much, and the one thing for which it was not used.
         *
         *         That is a filter, with what it found and its limit in its own measure, or what the node lacks.
         */
        ToldPassedOver: {
            cost: string;
            /** @default null */
            filter?: string | null;
            /** @default null */
            found?: number | null;
            /** @default [] */
            lacking?: components["schemas"]["Wanted"][];
            /** @default null */
            less?: string | null;
            /** @default null */
            limit?: number | null;
            /** @default null */
            measure?: string | null;
            node: string;
        };
        /**
         * TopUpInput
         * @description Units to add, another time to sell until, or both.
         */
        TopUpInput: {
            /** @default null */
            grace_seconds?: number | null;
            /** @default [] */
            lines?: components["schemas"]["EscrowLineInput"][];
            /** @default false */
            partial?: boolean;
            /** @default null */
            sells_until?: string | null;
            /** @default null */
            ttl_seconds?: number | null;
        };
        /**
         * TotalPage
         * @description What the newest run says of the sum from a day to a day; the quantile of a sum is not the sum of quantiles.
         */
        TotalPage: {
            from: string | null;
            next: string | null;
            run: components["schemas"]["RunShown"] | null;
            to: string | null;
            totals: components["schemas"]["SeriesTotal"][];
        };
        /**
         * Unavailability
         * @description Why goods on hand cannot be promised; each is an account of a position.
         * @enum {unknown}
         */
        Unavailability: "damaged" | "other" | "quality_control";
        /**
         * UpsertReply
         * @description One result for each row, in their order.
         */
        UpsertReply: {
            results: components["schemas"]["RowResult"][];
        };
        /**
         * UserAdded
         * @description A user; with the password where one was made here, which is told this once.
         */
        UserAdded: {
            /** @default null */
            password?: string | null;
            user: components["schemas"]["UserState"];
        };
        /**
         * UserInput
         * @description A new user; without a password one is made and told.
         */
        UserInput: {
            /** @default null */
            language?: string | null;
            name: string;
            /** @default [] */
            nodes?: string[];
            /** @default null */
            password?: string | null;
            role: components["schemas"]["Role"];
        };
        /**
         * UserPage
         * @description Users in the order of their names.
         */
        UserPage: {
            next: string | null;
            users: components["schemas"]["UserState"][];
        };
        /**
         * UserState
         * @description A user as administrators see it.
         */
        UserState: {
            created_at: string;
            /** @default null */
            disabled_at?: string | null;
            id: string;
            /** @default null */
            language?: string | null;
            name: string;
            /** @default null */
            nodes?: string[] | null;
            /** @default 1 */
            revision?: number;
            role: components["schemas"]["Role"];
            /** @default [] */
            signs_in_with?: string[];
        };
        /**
         * VersionQuery
         * @description Which version; the newest where none is named.
         */
        VersionQuery: {
            /** @default null */
            version?: number | null;
        };
        /**
         * ViewQuery
         * @description What a till wants to show: one SKU, by its id or a barcode, for whoever stands there.
         */
        ViewQuery: {
            /** @default null */
            barcode?: string | null;
            /** @description Chosen by the retailer. */
            channel: string;
            /** @default null */
            latitude?: number | null;
            /** @default null */
            longitude?: number | null;
            /** @default 5 */
            near?: number;
            /** @description Chosen by the retailer. */
            node: string;
            /** @default 1 */
            quantity?: number;
            /** @default null */
            sku?: string | null;
        };
        /**
         * Wanted
         * @description So many units of a SKU.
         */
        Wanted: {
            sku: string;
            units: number;
        };
        /**
         * WatchQuery
         * @description A channel, and the SKUs of which it is told; all where none is named. `pause_ms` is the least time in between.
         */
        WatchQuery: {
            /** @description Chosen by the retailer. */
            channel: string;
            /** @default 0 */
            pause_ms?: number;
            /** @default [] */
            sku?: string[];
        };
        /**
         * WaysReply
         * @description How people can sign in here.
         */
        WaysReply: {
            oidc: boolean;
            password: boolean;
        };
        /**
         * WorkFigures
         * @description How work is done: shares are null where nothing was counted, times are means in seconds.
         */
        WorkFigures: {
            accept_s: number | null;
            accuracy: number | null;
            pick_s: number | null;
            picked_units: number;
            short_units: number;
            shorts: number;
        };
        /**
         * ZoneRow
         * @description Ways between places, or of a distance, that lie in one zone.
         */
        ZoneRow: {
            /** @default null */
            from_country?: string | null;
            /** @default null */
            from_node?: string | null;
            /** @default null */
            from_postal_prefix?: string | null;
            /** @default null */
            km_upto?: number | null;
            /** @default null */
            to_country?: string | null;
            /** @default null */
            to_node?: string | null;
            /** @default null */
            to_postal_prefix?: string | null;
            zone: string;
        };
        /**
         * RunPage
         * @description Runs, the newest first; `next` is the cursor of the following page.
         */
        "stockpool.entrypoints.http.wire_forecasts.RunPage": {
            next: string | null;
            runs: components["schemas"]["StoredRun"][];
        };
        /**
         * NodePage
         * @description Nodes in the order of their ids; `next` is the cursor of the following page.
         */
        "stockpool.entrypoints.http.wire_master_data.NodePage": {
            next: string | null;
            nodes: components["schemas"]["NodeInput"][];
        };
        /**
         * RunPage
         * @description Runs, the newest first; `next` is the cursor of the following page.
         */
        "stockpool.entrypoints.http.wire_reconciliation.RunPage": {
            next: string | null;
            runs: components["schemas"]["Run"][];
        };
        /**
         * NodePage
         * @description One node: what it has to do, and how it did in the span that was asked for.
         */
        "stockpool.insights.messages.NodePage": {
            acceptance: number | null;
            accepted: number;
            backlog: components["schemas"]["Backlog"][];
            count_accuracy: number | null;
            counted_positions: number;
            lag_s: number | null;
            node: components["schemas"]["NodeSeen"];
            rejected: number;
            work: components["schemas"]["WorkFigures"];
        };
        /**
         * Cause
         * @description Why a fulfillment order could not do its part.
         * @enum {unknown}
         */
        "stockpool.orders.messages.Cause": "node_closed" | "not_accepted_in_time" | "over_capacity" | "rejected" | "short_pick" | "shortfall";
        /**
         * Cause
         * @description Why a position differs, as far as the evidence goes.
         * @enum {unknown}
         */
        "stockpool.reconciliation.messages.Cause": "commitments" | "count" | "double_posting" | "late_feed" | "missing_sale" | "unknown";
        /**
         * Difference
         * @description What an order costs by the shadow's plans and by the active ones on average, and the difference, as decimal text.
         *
         *         Of the orders that both serve alike and that these costs can be told of; `low` and `high` are the 95 % interval of
         *         the difference, which a single order has not. All in the currency of the policy whose costs these are.
         */
        "stockpool.sourcing.shadow.messages.Difference": {
            active: string;
            currency: string;
            difference: string;
            /** @default null */
            high?: string | null;
            /** @default null */
            low?: string | null;
            orders: number;
            policy: string;
            shadow: string;
        };
        /**
         * Difference
         * @description A SKU of which other came than was expected.
         */
        "stockpool.warehouse.messages.Difference": {
            expected: number;
            kind: components["schemas"]["DifferenceKind"];
            quantity: number;
            sku: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                user?: string | null;
                from?: string | null;
                until?: string | null;
                call?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_availability: {
        parameters: {
            query: {
                channel: string;
                sku: string[];
                by_node?: boolean;
                sold_at?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_availability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailabilityInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_availability_stream: {
        parameters: {
            query: {
                channel: string;
                sku?: string[];
                pause_ms?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Levels"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_catalog_skus: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkuPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_catalog_skus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkuBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpsertReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_catalog_skus_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkuInput"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_catalog_skus_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkuInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowResult"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Still in use. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Immutable field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_escrows: {
        parameters: {
            query: {
                node: string[];
                till?: string | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscrowPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_escrows: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EscrowInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscrowOpened"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Insufficient stock. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node; Unknown SKU; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_escrows_escrow_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                escrow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscrowReading"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown escrow. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_escrows_escrow_id_settle: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                escrow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscrowSettled"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown escrow. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Escrow closed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_escrows_escrow_id_top_up: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                escrow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopUpInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscrowChanged"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown escrow. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Escrow closed; Insufficient stock. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_events: {
        parameters: {
            query?: {
                after?: number | null;
                type?: string[];
                sku?: string[];
                node?: string[];
                channel?: string[];
                limit?: number;
                wait_seconds?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Cursor expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_events_stream: {
        parameters: {
            query?: {
                after?: number | null;
                type?: string[];
                sku?: string[];
                node?: string[];
                channel?: string[];
                named?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Cursor expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_exceptions: {
        parameters: {
            query?: {
                kind?: components["schemas"]["ExceptionKind"][];
                node?: string[];
                sku?: string[];
                snoozed?: boolean;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_exceptions_exception_id_snooze: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snoozed"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown exception. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_facts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_feeds: {
        parameters: {
            query?: {
                source?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedList"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_forecasts: {
        parameters: {
            query?: {
                sku?: string[];
                node?: string[];
                from?: string | null;
                to?: string | null;
                quantiles?: number[];
                limit?: number;
                cursor?: string | null;
                nowcast?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Cursor expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_forecasts_accuracy: {
        parameters: {
            query?: {
                class?: string;
                from?: string | null;
                to?: string | null;
                by?: "day" | "week";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccuracyPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_forecasts_runs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["stockpool.entrypoints.http.wire_forecasts.RunPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_forecasts_totals: {
        parameters: {
            query?: {
                sku?: string[];
                node?: string[];
                from?: string | null;
                to?: string | null;
                quantiles?: number[];
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotalPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Cursor expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_fulfillment_orders: {
        parameters: {
            query: {
                node: string[];
                status?: components["schemas"]["FulfillmentStatus"][];
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TasksReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_fulfillment_orders_fulfillment_order_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FulfillmentTask"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_accept: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_arrive: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_deliver: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_expire: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_hand_over: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HandOverInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state; Wrong pickup code. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many wrong codes. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_fulfillment_orders_fulfillment_order_id_label: {
        parameters: {
            query?: {
                format?: components["schemas"]["Format"];
                lang?: components["schemas"]["Language"];
                carrier?: string | null;
                tracking?: string | null;
            };
            header?: never;
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                    "application/zpl": unknown;
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_pack: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_fulfillment_orders_fulfillment_order_id_packing_slip: {
        parameters: {
            query?: {
                format?: components["schemas"]["Format"];
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                    "application/zpl": unknown;
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_pick: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PickInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_ready: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_reject: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RejectInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_release: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_ship: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ShipInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_fulfillment_orders_fulfillment_order_id_start_picking: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                fulfillment_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_holds: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Insufficient stock. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU; Unknown node; Node outside the pool; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_holds_batch: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldBatchReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_holds_hold_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hold_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldReading"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown hold. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_holds_hold_id_extend: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                hold_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExtendInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExtendReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown hold. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Hold expired; Hold closed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_holds_hold_id_release: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                hold_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown hold. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Hold expired; Hold closed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_insights_network: {
        parameters: {
            query?: {
                node?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkSeen"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_insights_nodes_node: {
        parameters: {
            query?: {
                from?: string | null;
                until?: string | null;
            };
            header?: never;
            path: {
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["stockpool.insights.messages.NodePage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_insights_people: {
        parameters: {
            query?: {
                from?: string | null;
                until?: string | null;
                node?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_insights_series: {
        parameters: {
            query: {
                from?: string | null;
                until?: string | null;
                node?: string[];
                channel?: string | null;
                measure: components["schemas"]["Measure"];
                by?: "day" | "hour";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_insights_skus_sku_history: {
        parameters: {
            query?: {
                from?: string | null;
                until?: string | null;
                node?: string[];
            };
            header?: never;
            path: {
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkuHistory"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_insights_tiles: {
        parameters: {
            query?: {
                from?: string | null;
                until?: string | null;
                node?: string[];
                channel?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tiles"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_channels: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_network_channels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpsertReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_channels_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_network_channels_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Channel"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowResult"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Still in use. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Immutable field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_nodes: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["stockpool.entrypoints.http.wire_master_data.NodePage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_network_nodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NodeBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpsertReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_nodes_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeInput"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_network_nodes_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NodeInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowResult"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Still in use. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Immutable field. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_rates: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatesPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_network_rates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RatesInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatesReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_rates_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatesAnswer"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_network_rates_name_quote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_network_shipping_lanes: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShippingLanePage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_network_shipping_lanes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShippingLaneBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShippingLaneReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_orders: {
        parameters: {
            query?: {
                channel?: string | null;
                reference?: string | null;
                status?: components["schemas"]["OrderStatus"][];
                node?: string[];
                placed_from?: string | null;
                placed_until?: string | null;
                order?: "newest" | "oldest";
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrdersReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_orders: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown hold. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Insufficient stock; Hold expired; Hold closed; Reference taken. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU; Unknown node; Node outside the pool; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_orders_order_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetails"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_orders_order_id_cancel: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_orders_order_id_edit: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state; Insufficient stock. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU; Unknown node; Node outside the pool; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_orders_order_id_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LifeLine"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_orders_order_id_explanation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToldOrder"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_orders_order_id_payment_confirm: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_orders_order_id_payment_fail: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_orders_order_id_source_again: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NothingInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state; Insufficient stock. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_positions: {
        parameters: {
            query?: {
                sku?: string[];
                node?: string[];
                as_of?: string | null;
                known_at?: string | null;
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionsReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_positions_safety_stock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SafetyStockBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SafetyStockReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_positions_safety_stock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SafetyStockBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SafetyStockReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_positions_sku_node_entries: {
        parameters: {
            query?: {
                order?: "newest" | "oldest";
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                sku: string;
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntriesReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_promises: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromiseInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromiseAnswer"];
                };
            };
            /** @description Invalid input; Invalid quantity. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU; Unknown node; Node outside the pool. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_reconciliation_buffers: {
        parameters: {
            query?: {
                confidence?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BufferList"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_reconciliation_exceptions: {
        parameters: {
            query?: {
                source?: string[];
                status?: components["schemas"]["ExceptionStatus"][];
                cause?: components["schemas"]["stockpool.reconciliation.messages.Cause"][];
                sku?: string[];
                node?: string[];
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_reconciliation_exceptions_exception_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockException"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown exception. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_reconciliation_exceptions_exception_id_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcceptInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockException"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown exception. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Exception settled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_reconciliation_exceptions_exception_id_explain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockException"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown exception. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Exception settled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_reconciliation_runs: {
        parameters: {
            query?: {
                source?: string | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["stockpool.entrypoints.http.wire_reconciliation.RunPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_reconciliation_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown source. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Still in use. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_reconciliation_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_reconciliation_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_reconciliation_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_reconciliation_sources_source_id_health: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedList"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_returns: {
        parameters: {
            query?: {
                node?: string[];
                status?: components["schemas"]["ReturnStatus"][];
                order_id?: string | null;
                order?: "newest" | "oldest";
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnsReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_returns: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description More than can be returned; Too late to be returned. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Unknown node; Unknown channel; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_returns_order: {
        parameters: {
            query?: {
                order_id?: string | null;
                channel?: string | null;
                reference?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SoldOrder"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_returns_return_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnDetails"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown return. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_returns_return_id_cancel: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelReturnInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown return. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state of the return. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_returns_return_id_inspect: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InspectInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown return. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state of the return; Insufficient stock. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_returns_return_id_receive: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                return_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReceiveInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown return. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state of the return. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Unknown node; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_search: {
        parameters: {
            query: {
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required; Wrong name, password or PIN. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many attempts. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller; Forged call. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_session_lock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller; Forged call. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_session_oidc: {
        parameters: {
            query?: {
                return_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redirected"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_session_oidc_callback: {
        parameters: {
            query?: {
                state?: string;
                code?: string;
                error?: string;
                iss?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redirected"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required; Wrong name, password or PIN. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_session_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required; Wrong name, password or PIN. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller; Forged call. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many attempts. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_session_pin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller; Forged call. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many attempts. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_session_unlock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required; Wrong name, password or PIN. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller; Forged call. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many attempts. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_session_ways: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaysReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_active: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_sourcing_lint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LintRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LintReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_outlooks: {
        parameters: {
            query?: {
                sku?: string[];
                node?: string[];
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutlookPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_sourcing_outlooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutlookBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutlookReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_sourcing_outlooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutlookBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutlookReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_policies: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_sourcing_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyDocument"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Policy cannot be obeyed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_policies_name: {
        parameters: {
            query?: {
                version?: number | null;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown policy. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_sourcing_policies_name_activate: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PolicyStep"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown policy. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Policy fails its cases. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Policy cannot be obeyed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_policies_name_backtests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestsReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_sourcing_rollback: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StepBack"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Nothing to go back to; Policy fails its cases. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Policy cannot be obeyed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_shadow: {
        parameters: {
            query?: {
                day?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_sourcing_shadow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShadowStep"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowSet"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown policy. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Policy cannot be obeyed. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_sourcing_steps: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_supplies: {
        parameters: {
            query?: {
                sku?: string[];
                node?: string[];
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_supplies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_supplies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplyBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplyReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_tills_view: {
        parameters: {
            query: {
                node: string;
                channel: string;
                sku?: string | null;
                barcode?: string | null;
                quantity?: number;
                near?: number;
                latitude?: number | null;
                longitude?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TillView"];
                };
            };
            /** @description Invalid input; Invalid quantity. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown channel; Unknown SKU; Unknown node; Node outside the pool. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_tills_till_journal: {
        parameters: {
            query: {
                node: string;
            };
            header?: never;
            path: {
                till: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalStatus"];
                };
            };
            /** @description Invalid input; Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_tills_till_journal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                till: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JournalInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_users: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAdded"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description User exists. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many attempts. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_users_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_users_name: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DutiesInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Last administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_users_name_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAdded"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many attempts. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_arrivals: {
        parameters: {
            query: {
                node: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrivalsReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_counts: {
        parameters: {
            query: {
                node: string[];
                status?: components["schemas"]["CountStatus"][];
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_warehouse_counts: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CountInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Unknown node; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_counts_count_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                count_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown count. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_warehouse_counts_count_id_cancel: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                count_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelCountInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown count. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state of the count. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_warehouse_counts_count_id_lines: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                count_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CountedBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedReply"];
                };
            };
            /** @description Invalid input; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown count. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not possible in this state of the count. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_daily_report_pdf: {
        parameters: {
            query: {
                node: string;
                day?: string | null;
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown node. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_pick_list: {
        parameters: {
            query: {
                fulfillment_order: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PickList"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_pick_list_pdf: {
        parameters: {
            query: {
                fulfillment_order: string[];
                lang?: components["schemas"]["Language"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown fulfillment order. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_warehouse_receipts: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptReply"];
                };
            };
            /** @description Invalid input; Invalid quantity; Idempotency key missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown arrival. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown SKU; Unknown node; Idempotency key reused. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_scan: {
        parameters: {
            query: {
                node: string;
                code: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scanned"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown code. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_warehouse_shelves: {
        parameters: {
            query?: {
                node?: string[];
                sku?: string[];
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShelfPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_warehouse_shelves: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShelfBatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShelfReply"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_webhooks: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEndpoint"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointMade"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Cursor expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_webhooks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    put_webhooks_id: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Changed by somebody else. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    delete_webhooks_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_webhooks_id_attempts: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attempts"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_webhooks_id_dead_letters: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterPage"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks_id_dead_letters_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LetterReplay"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks_id_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks_id_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Cursor expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks_id_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointState"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks_id_rotate_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretMade"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too slow. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many secrets. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Body too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unsupported media type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_webhooks_id_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
            /** @description Invalid input. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Key or session required. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not allowed for this caller. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Unknown webhook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Session locked. */
            423: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Internal error. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
