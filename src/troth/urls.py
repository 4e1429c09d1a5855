"""Every address of the platform."""

from allauth.account.views import account_inactive, login, logout
from django.urls import path

from troth.portal import desk, my_data, public, sign_up

urlpatterns = [
    path("", public.welcome, name="welcome"),
    path("privacy/", public.privacy_policy, name="policy"),
    path("receipts/<uuid:number>/", public.show_receipt, name="receipt"),
    path("receipts/<uuid:number>/proof.json", public.proof, name="proof"),
    path("journal/checkpoint", public.checkpoint, name="checkpoint"),
    path("journal/key", public.journal_key, name="journal_key"),
    path("sign-up/", sign_up.sign_up_page, name="account_signup"),
    path("sign-up/done/", sign_up.signed_up, name="signed_up"),
    path("sign-in/", login, name="account_login"),
    path("sign-in/inactive/", account_inactive, name="account_inactive"),
    path("sign-out/", logout, name="account_logout"),
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/download/", my_data.download, name="download"),
    path("my-data/erase/", my_data.erase_me, name="erase"),
    path("my-data/erase/take-back/", my_data.take_back_request, name="take_back"),
    path("my-data/consents/<slug:name>/", my_data.change_consent, name="consent"),
    path("my-data/object/", my_data.object_to_marketing, name="object"),
    path("desk/", desk.desk, name="desk"),
    path("desk/erasures/<int:number>/", desk.carry_out, name="carry_out"),
    path("desk/copies/<int:number>/", desk.hand_out, name="hand_out"),
    path("desk/recipients/<int:number>/", desk.told, name="told"),
]

handler400 = "troth.portal.errors.bad_request"
handler403 = "troth.portal.errors.forbidden"
handler404 = "troth.portal.errors.not_found"
handler429 = "troth.portal.errors.too_many"
handler500 = "troth.portal.errors.failed"
