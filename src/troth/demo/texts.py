"""What a hosting company sells, asks and answers."""

# What is said of all that in German, by what is said in English.
GERMAN = {
    "Web hosting": "Webhosting",
    "Sites and mail on servers that we look after.": "Websites und E-Mail auf Servern, um die wir "
    "uns kümmern.",
    "Servers": "Server",
    "Machines of your own, virtual or real.": "Eigene Maschinen, virtuell oder echt.",
    "Mail and backups": "E-Mail und Sicherungen",
    "What else a company needs.": "Was ein Unternehmen sonst noch braucht.",
    "Shared hosting, small": "Webhosting, klein",
    "One site, 10 GB.": "Eine Website, 10 GB.",
    "Shared hosting, large": "Webhosting, groß",
    "Ten sites, 100 GB.": "Zehn Websites, 100 GB.",
    "Managed WordPress": "Betreutes WordPress",
    "We keep it up to date.": "Wir halten es aktuell.",
    "Virtual server, 2 cores": "Virtueller Server, 2 Kerne",
    "4 GB memory, 80 GB disk.": "4 GB Arbeitsspeicher, 80 GB Speicherplatz.",
    "Virtual server, 8 cores": "Virtueller Server, 8 Kerne",
    "16 GB memory, 320 GB disk.": "16 GB Arbeitsspeicher, 320 GB Speicherplatz.",
    "Dedicated server": "Dedizierter Server",
    "A machine of your own.": "Eine eigene Maschine.",
    "Mail hosting, 10 boxes": "E-Mail-Hosting, 10 Postfächer",
    "With calendars and contacts.": "Mit Kalendern und Kontakten.",
    "Backup space, 1 TB": "Platz für Sicherungen, 1 TB",
    "In another data centre.": "In einem anderen Rechenzentrum.",
    "Certificate": "Zertifikat",
    "With a name checked by people.": "Mit einem von Menschen geprüften Namen.",
    "Care at night": "Betreuung bei Nacht",
    "Somebody answers within the hour.": "Jemand antwortet innerhalb einer Stunde.",
    "Operating system": "Betriebssystem",
    "Addresses (IPv4)": "Adressen (IPv4)",
    "Daily backup": "Tägliche Sicherung",
}
# Groups of products: name in the address, name, and a word about them.
GROUPS = (
    ("hosting", "Web hosting", "Sites and mail on servers that we look after."),
    ("servers", "Servers", "Machines of your own, virtual or real."),
    ("more", "Mail and backups", "What else a company needs."),
)
# Each product with its group, name in the address, kind, a sentence and a year's price in euros.
PRODUCTS = (
    ("hosting", "small", "Shared hosting, small", "hosting", "One site, 10 GB.", 48),
    ("hosting", "large", "Shared hosting, large", "hosting", "Ten sites, 100 GB.", 96),
    ("hosting", "wordpress", "Managed WordPress", "hosting", "We keep it up to date.", 144),
    ("servers", "vps-2", "Virtual server, 2 cores", "server", "4 GB memory, 80 GB disk.", 120),
    ("servers", "vps-8", "Virtual server, 8 cores", "server", "16 GB memory, 320 GB disk.", 420),
    ("servers", "dedicated", "Dedicated server", "server", "A machine of your own.", 1_440),
    ("more", "mail", "Mail hosting, 10 boxes", "other", "With calendars and contacts.", 60),
    ("more", "backup", "Backup space, 1 TB", "other", "In another data centre.", 72),
)
ADDONS = (
    ("more", "certificate", "Certificate", "certificate", "With a name checked by people.", 36),
    ("more", "care", "Care at night", "other", "Somebody answers within the hour.", 240),
)
SYSTEMS = ("Debian", "Ubuntu", "Rocky Linux")
TERMS = """
## 1. What we agree

You order, we accept, and from then on it holds. The shop says which tax
is in its prices.

## 2. What you pay

A period is paid before it begins. Who does not pay is reminded; after two weeks the service pauses
until it is paid, and after thirty days it ends.

## 3. How it ends

You cancel whenever you like; it ends with the period that you have paid for.
"""
TERMS_GERMAN = """
## 1. Was wir vereinbaren

Sie bestellen, wir nehmen an, und von da an gilt es. Welche Steuer in den Preisen steckt, sagt der
Shop.

## 2. Was Sie zahlen

Ein Zeitraum wird bezahlt, bevor er beginnt. Wer nicht zahlt, wird erinnert; nach zwei Wochen ruht
der Dienst, bis er bezahlt ist, und nach dreißig Tagen endet er.

## 3. Wie es endet

Sie kündigen, wann Sie möchten; es endet mit dem Zeitraum, den Sie bezahlt haben.
"""
BECAUSE = "We move everything to one place."
QUOTE = "As we said on the telephone: a server for the shop, set up by us."

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
