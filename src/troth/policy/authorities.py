"""The authorities that take complaints about personal data, by the code of their country or region.

Codes are those of ISO 3166, such as "IE", or "DE-BE" for a part of a country. Names and sites are
those that the European Data Protection Board lists (edpb.europa.eu, "Our members"), for the parts
of Germany the federal commissioner (bfdi.bund.de, "Anschriften und Links"), and elsewhere the
Global Privacy Assembly (globalprivacyassembly.org, "List of accredited members"); in the United
States each authority's own site.
"""

from typing import NamedTuple


class Authority(NamedTuple):
    name: str
    site: str

    def __str__(self) -> str:
        return f"{self.name} ({self.site})"


AUTHORITIES = {
    code: Authority(name, f"https://{site}/")
    for code, name, site in (
        ("AR", "Agencia de Acceso a la Información Pública", "www.argentina.gob.ar/aaip"),
        ("AT", "Österreichische Datenschutzbehörde", "www.dsb.gv.at"),
        ("AU", "Office of the Australian Information Commissioner", "www.oaic.gov.au"),
        ("BE", "Data Protection Authority of Belgium", "www.dataprotectionauthority.be"),
        ("BG", "Commission for Personal Data Protection of Bulgaria", "www.cpdp.bg"),
        ("BR", "Autoridade Nacional de Proteção de Dados", "www.gov.br/anpd"),
        ("CA", "Office of the Privacy Commissioner of Canada", "www.priv.gc.ca"),
        (
            "CH",
            "Federal Data Protection and Information Commissioner of Switzerland",
            "www.edoeb.admin.ch",
        ),
        (
            "CY",
            "Commissioner for Personal Data Protection of Cyprus",
            "www.dataprotection.gov.cy",
        ),
        ("CZ", "Úřad pro ochranu osobních údajů", "www.uoou.gov.cz"),
        (
            "DE",
            "Die Bundesbeauftragte für den Datenschutz und die Informationsfreiheit",
            "www.bfdi.bund.de",
        ),
        (
            "DE-BB",
            "Die Landesbeauftragte für den Datenschutz Brandenburg",
            "www.lda.brandenburg.de",
        ),
        ("DE-BE", "Berliner Beauftragte für Datenschutz", "www.datenschutz-berlin.de"),
        (
            "DE-BW",
            "Der Landesbeauftragte für den Datenschutz Baden-Württemberg",
            "www.baden-wuerttemberg.datenschutz.de",
        ),
        ("DE-BY", "Bayerisches Landesamt für Datenschutzaufsicht", "www.lda.bayern.de"),
        (
            "DE-HB",
            "Der Landesbeauftragte für den Datenschutz Bremen",
            "www.datenschutz.bremen.de",
        ),
        (
            "DE-HE",
            "Der Hessische Beauftragte für Datenschutz",
            "datenschutz.hessen.de",
        ),
        (
            "DE-HH",
            "Der Hamburgische Beauftragte für Datenschutz",
            "datenschutz-hamburg.de",
        ),
        (
            "DE-MV",
            "Der Landesbeauftragte für Datenschutz Mecklenburg-Vorpommern",
            "www.datenschutz-mv.de",
        ),
        (
            "DE-NI",
            "Der Landesbeauftragte für den Datenschutz Niedersachsen",
            "www.lfd.niedersachsen.de",
        ),
        (
            "DE-NW",
            "Landesbeauftragte für Datenschutz Nordrhein-Westfalen",
            "www.ldi.nrw.de",
        ),
        (
            "DE-RP",
            "Der Landesbeauftragte für den Datenschutz Rheinland-Pfalz",
            "www.datenschutz.rlp.de",
        ),
        (
            "DE-SH",
            "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein",
            "www.datenschutzzentrum.de",
        ),
        ("DE-SL", "Unabhängiges Datenschutzzentrum Saarland", "www.datenschutz.saarland.de"),
        (
            "DE-SN",
            "Sächsische Datenschutz- und Transparenzbeauftragte",
            "www.datenschutz.sachsen.de",
        ),
        (
            "DE-ST",
            "Landesbeauftragte für den Datenschutz Sachsen-Anhalt",
            "datenschutz.sachsen-anhalt.de",
        ),
        (
            "DE-TH",
            "Thüringer Landesbeauftragter für den Datenschutz",
            "www.tlfdi.de",
        ),
        ("DK", "Datatilsynet (Denmark)", "www.datatilsynet.dk"),
        ("EE", "Andmekaitse Inspektsioon", "www.aki.ee"),
        ("ES", "Agencia Española de Protección de Datos", "www.aepd.es"),
        ("FI", "Office of the Data Protection Ombudsman of Finland", "tietosuoja.fi"),
        ("FR", "Commission nationale de l’informatique et des libertés", "www.cnil.fr"),
        ("GB", "Information Commissioner’s Office", "ico.org.uk"),
        ("GG", "Office of the Data Protection Authority of Guernsey", "www.odpa.gg"),
        ("GI", "Gibraltar Regulatory Authority", "www.gra.gi"),
        ("GR", "Hellenic Data Protection Authority", "www.dpa.gr"),
        ("HR", "Agencija za zaštitu osobnih podataka", "azop.hr"),
        (
            "HU",
            "Nemzeti Adatvédelmi és Információszabadság Hatóság",
            "www.naih.hu",
        ),
        ("IE", "Data Protection Commission", "www.dataprotection.ie"),
        ("IM", "Isle of Man Information Commissioner", "www.inforights.im"),
        ("IS", "Persónuvernd", "www.personuvernd.is"),
        ("IT", "Garante per la protezione dei dati personali", "www.garanteprivacy.it"),
        ("JE", "Jersey Office of the Information Commissioner", "jerseyoic.org"),
        (
            "JP",
            "Personal Information Protection Commission of Japan",
            "www.ppc.go.jp",
        ),
        (
            "KR",
            "Personal Information Protection Commission of Korea",
            "www.pipc.go.kr",
        ),
        ("LI", "Datenschutzstelle (Liechtenstein)", "www.datenschutzstelle.li"),
        ("LT", "Valstybinė duomenų apsaugos inspekcija", "vdai.lrv.lt"),
        (
            "LU",
            "Commission nationale pour la protection des données",
            "cnpd.public.lu",
        ),
        ("LV", "Datu valsts inspekcija", "www.dvi.gov.lv"),
        (
            "MT",
            "Office of the Information and Data Protection Commissioner",
            "idpc.org.mt",
        ),
        ("NL", "Autoriteit Persoonsgegevens", "www.autoriteitpersoonsgegevens.nl"),
        ("NO", "Datatilsynet (Norway)", "www.datatilsynet.no"),
        ("NZ", "Office of the Privacy Commissioner of New Zealand", "www.privacy.org.nz"),
        ("PL", "Urząd Ochrony Danych Osobowych", "uodo.gov.pl"),
        ("PT", "Comissão Nacional de Proteção de Dados", "www.cnpd.pt"),
        (
            "RO",
            "National Supervisory Authority for Personal Data Processing of Romania",
            "www.dataprotection.ro",
        ),
        ("RU", "Roskomnadzor", "rkn.gov.ru"),
        (
            "SE",
            "Integritetsskyddsmyndigheten",
            "www.imy.se",
        ),
        ("SG", "Personal Data Protection Commission of Singapore", "www.pdpc.gov.sg"),
        ("SI", "Informacijski pooblaščenec", "www.ip-rs.si"),
        ("SK", "Úrad na ochranu osobných údajov", "dataprotection.gov.sk"),
        ("TR", "Kişisel Verileri Koruma Kurumu", "www.kvkk.gov.tr"),
        ("US", "Federal Trade Commission", "www.ftc.gov"),
        ("US-CA", "California Privacy Protection Agency", "cppa.ca.gov"),
        ("ZA", "Information Regulator of South Africa", "inforegulator.org.za"),
    )
}


def authority_at(home: str) -> str:
    """The code of the authority for a home, such as "US-CA" or "DE"; blank where none is known."""
    return next((code for code in (home, home[:2]) if code in AUTHORITIES), "")
