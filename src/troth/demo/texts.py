"""What a hosting company sells, asks and answers."""

# Each product with its price of a year, in whole units of the customer's currency.
PRODUCTS = (
    ("Shared hosting, small", 48),
    ("Shared hosting, large", 96),
    ("Managed WordPress", 144),
    ("Virtual server, 2 cores", 120),
    ("Virtual server, 8 cores", 420),
    ("Dedicated server", 1_440),
    ("Mail hosting, 10 boxes", 60),
    ("Backup space, 1 TB", 72),
)

QUESTIONS = (
    ("The site is slow", "Since this morning pages of {site} take ten seconds. What happened?"),
    ("How do I add a mailbox?", "I would like a second mailbox for {site}. Where do I do that?"),
    ("Certificate warning", "Browsers warn that the certificate of {site} has run out."),
    ("Restore a backup", "Please restore the database of {site} as it was on Monday."),
    ("Question on an invoice", "Our accountant asks why the last invoice has two lines."),
    ("Moving to a larger plan", "We outgrow the plan of {site}. Can we change in mid-year?"),
    ("DNS does not resolve", "{site} does not resolve from some networks."),
    ("Mail ends up in spam", "What we send from {site} ends up in spam folders."),
)

ANSWERS = (
    "Thank you for writing. We have looked into it and the cause is gone. Does it work now?",
    "You find this in the control panel under Settings. Please tell us if anything is missing.",
    "We have carried it out. It takes up to an hour until you see it everywhere.",
    "We have reproduced it and will be back with an answer today.",
)

THANKS = (
    "It works again. Thank you!",
    "That was it, thank you.",
    "Thank you, this can be closed.",
)

ACTS = (
    "service ordered",
    "service renewed",
    "password changed",
    "DNS record changed",
    "mailbox added",
    "backup restored",
    "invoice downloaded",
)

BROWSERS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
    "Mobile Safari/537.36",
)

# Why staff look at a customer's data.
LOOK = "They asked by telephone where their invoices go."

# What visitors ask, each with an answer.
INQUIRIES = (
    ("Do you have a plan for schools, with some forty mailboxes?", "We do; it is half the price."),
    ("In which countries do your servers stand?", "Our pages name them, under Data centres."),
    ("Can we move a site to you without its being down?", "Yes, and we do the moving for you."),
    ("Is there a discount when we pay for three years?", "Yes, of ten per cent."),
)
PREFERENCES = {
    "demographics": "A bakery with four people.",
    "product_usage": "Our site and the mail, every day.",
    "interest": "Backups that we can restore ourselves.",
}
