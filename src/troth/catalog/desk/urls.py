"""Addresses of the catalogue."""

from django.urls import path

from troth.catalog.desk import languages, options, overview, prices, products, promotions

urlpatterns = [
    path("catalogue/", overview.catalogue, name="catalogue"),
    path("catalogue/groups/new/", overview.group, name="new_group"),
    path("catalogue/groups/<int:number>/", overview.group, name="edit_group"),
    path("catalogue/products/new/", products.edit, name="new_product"),
    path("catalogue/products/<int:number>/", products.product, name="desk_product"),
    path("catalogue/products/<int:number>/edit/", products.edit, name="edit_product"),
    path("catalogue/products/<int:number>/price/", prices.of_product, name="product_price"),
    path("catalogue/products/<int:number>/option/", options.new, name="new_option"),
    path("catalogue/options/<int:number>/", options.option, name="edit_option"),
    path("catalogue/choices/<int:number>/", options.choice, name="edit_choice"),
    path("catalogue/choices/<int:number>/price/", prices.of_choice, name="choice_price"),
    path("catalogue/languages/<slug:language>/", languages.language, name="catalogue_language"),
    path(
        "catalogue/languages/<slug:language>/groups/<int:number>/",
        languages.words_of_group,
        name="words_of_group",
    ),
    path(
        "catalogue/languages/<slug:language>/products/<int:number>/",
        languages.words_of_product,
        name="words_of_product",
    ),
    path("catalogue/promotions/", promotions.promotions, name="promotions"),
    path("catalogue/promotions/new/", promotions.promotion, name="new_promotion"),
    path("catalogue/promotions/<int:number>/", promotions.promotion, name="edit_promotion"),
]
