"""Addresses of the orders at the desk, of the rules for them, and of the terms of business."""

from django.urls import path

from troth.orders.desk import dispute, orders, quotes, shop, terms

urlpatterns = [
    path("orders/", orders.orders, name="desk_orders"),
    path("orders/rules/", orders.reviews, name="desk_reviews"),
    path("orders/rules/<int:number>/end/", orders.end_rule, name="end_review"),
    path("orders/terms/", terms.terms, name="desk_terms"),
    path("orders/<int:number>/", orders.order, name="desk_order"),
    path("orders/<int:number>/accept/", orders.accept_order, name="accept_order"),
    path("orders/<int:number>/refuse/", orders.refuse_order, name="refuse_order"),
    path("disputes/<int:number>/", dispute.dispute, name="desk_dispute"),
    path("quotes/", quotes.quotes, name="desk_quotes"),
    path("quotes/<int:number>/", quotes.quote_page, name="desk_quote"),
    path("quotes/<int:number>/withdraw/", quotes.withdraw, name="withdraw_quote"),
    path("shop/", shop.shop, name="hidden_shop"),
    path("shop/<slug:group>/", shop.group, name="hidden_shop_group"),
    path("shop/<slug:group>/<slug:product>/", shop.product, name="hidden_shop_product"),
    path("customers/account/<int:number>/quote/", quotes.make_quote, name="make_quote"),
]
