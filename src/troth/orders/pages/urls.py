"""Addresses of the shop, and of an account's orders."""

from django.urls import path

from troth.orders.pages import order, orders, quotes, shop

urlpatterns = [
    path("shop/", shop.shop, name="shop"),
    path("shop/order/", order.order, name="shop_order"),
    path("shop/terms/<int:number>/", shop.terms, name="terms"),
    path("shop/<slug:group>/", shop.group, name="shop_group"),
    path("shop/<slug:group>/<slug:product>/", shop.product, name="shop_product"),
    path("account/<int:account>/orders/", orders.orders, name="orders"),
    path("account/<int:account>/orders/<int:number>/", orders.order, name="order"),
    path(
        "account/<int:account>/orders/<int:number>/take-back/",
        orders.take_back_order,
        name="take_back_order",
    ),
    path("account/<int:account>/quotes/", quotes.quotes, name="quotes"),
    path("account/<int:account>/quotes/<int:number>/", quotes.quote, name="quote"),
    path("account/<int:account>/quotes/<int:number>/accept/", quotes.accept, name="accept_quote"),
    path(
        "account/<int:account>/quotes/<int:number>/decline/", quotes.decline, name="decline_quote"
    ),
]
