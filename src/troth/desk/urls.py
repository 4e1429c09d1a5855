"""Addresses of the desk."""

from django.urls import path

from troth.desk import desk

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("erasures/<int:number>/", desk.carry_out, name="carry_out"),
    path("copies/<int:number>/", desk.hand_out, name="hand_out"),
    path("recipients/<int:number>/", desk.told, name="told"),
]
