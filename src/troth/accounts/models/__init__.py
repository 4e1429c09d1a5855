"""Accounts, people, memberships, sign-ins, sessions and the activity log."""

from troth.accounts.models.account import ACCOUNT as ACCOUNT
from troth.accounts.models.account import ADDRESS as ADDRESS
from troth.accounts.models.account import Account as Account
from troth.accounts.models.activity import ACTIVITY as ACTIVITY
from troth.accounts.models.activity import Activity as Activity
from troth.accounts.models.cache_entry import CacheEntry as CacheEntry
from troth.accounts.models.finding import Finding as Finding
from troth.accounts.models.membership import MEMBERSHIP as MEMBERSHIP
from troth.accounts.models.membership import Invitation as Invitation
from troth.accounts.models.membership import Membership as Membership
from troth.accounts.models.person import PERSON as PERSON
from troth.accounts.models.person import Person as Person
from troth.accounts.models.person import PersonManager as PersonManager
from troth.accounts.models.preferences import Preferences as Preferences
from troth.accounts.models.session import SESSION as SESSION
from troth.accounts.models.session import Session as Session
from troth.accounts.models.signin import SIGNIN as SIGNIN
from troth.accounts.models.signin import Signin as Signin
from troth.accounts.models.subject import Subject as Subject
