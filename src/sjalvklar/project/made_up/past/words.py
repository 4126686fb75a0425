# SPDX-FileCopyrightText: 2026 Självklar contributors
# SPDX-License-Identifier: EUPL-1.2
"""What relatives and staff write in the demo's made-up past. Nobody wrote it and nothing here happened.

The same words can come in every unit: nothing here says anything of any place or of anybody who lives there.
"""

from __future__ import annotations

# What is said first, by what it is about. Swedish; each can be said by a parent, a partner, a sibling or a friend.
FIRST: dict[str, tuple[str, ...]] = {
    "crime": (
        "Jag tror att han bär saker åt andra. Han har två telefoner och svarar inte på frågor. Vad ska jag göra?",
        "Det kommer okända bilar och väntar. Jag vågar inte fråga och jag vågar inte låta bli.",
        "Polisen har varit här två gånger. Alla pratar om honom men ingen frågar hur vi har det.",
        "Hur vet man när det är på allvar? Jag vill inte överdriva, men jag sover inte.",
    ),
    "threatened": (
        "Vi har fått meddelanden där det står vilka vi är och när vi går till jobbet. Vem pratar man med?",
        "Någon frågar efter oss hos släkten. Vi har anmält. Nu är det tyst och det är nästan värre.",
    ),
    "extremism": (
        "Hen pratar om andra människor som om de inte vore människor. Hur svarar man på det vid middagsbordet?",
        "Det är nätet hela nätterna och nya vänner som ingen har träffat. Jag vill inte tappa kontakten.",
    ),
    "homicide": (
        "Det är tre veckor sedan. Alla ringde första veckan. Nu ringer ingen, och det är så mycket papper.",
        "Min brorson är borta. Syskonen går i skolan som vanligt men ingen där vet vad de ska säga.",
    ),
    "detained": (
        "Han är häktad sedan i förrgår. Vi får inte veta något. Vad säger man till barnen?",
        "Rättegången börjar snart. Kan någon följa med? Jag klarar inte att sitta där ensam.",
        "Han kommer ut om en månad och ska bo hos oss. Jag är glad och jag är rädd.",
    ),
    "relocate": (
        "Vi kanske måste flytta. Vad händer med skolan och med lägenheten om vi gör det?",
        "Vi har flyttat en gång redan. Nu undrar vi vem vi vänder oss till på det nya stället.",
    ),
    "addiction": (
        "Hon dricker på dagarna nu. Jag täcker upp för henne på jobbet och hemma. Jag orkar snart inte.",
        "Vår son tar något, vi vet inte vad. Han är vuxen och säger att det inte angår oss.",
        "Jag har lånat ut pengar så länge att det inte finns några kvar. Hur säger man nej?",
        "Barnbarnen är där varannan helg. Jag räknar flaskorna när jag hämtar dem.",
    ),
    "mental": (
        "Han går inte ut längre. Jag sköter allt, och när jag föreslår hjälp blir han arg.",
        "Min vän skriver saker på nätterna som skrämmer mig. På morgonen är det som om inget har hänt.",
        "Dottern blev utskriven i fredags. Nu är det bara jag här.",
    ),
    "disability": (
        "Vi har en son på nio som behöver någon hela tiden. Storasyster säger att hon inte märks.",
        "Vi har fått avslag och orkar inte överklaga en gång till. Kan någon hjälpa oss att läsa pappren?",
    ),
    "older": (
        "Min man minns inte att vi har barn. Jag är åttioett och sover två timmar i taget.",
        "Mamma ringer tio gånger om dagen till jobbet. Vem kan hon ringa i stället?",
        "Pappa vill inte ha hemtjänst, han vill ha mig. Jag har egna barn.",
        "Finns det någon grupp för oss som vårdar hemma? Helst på dagtid.",
    ),
    "violence": (
        "Min syster har slutat svara. Han är alltid med när vi ses. Hur ska jag göra så att det inte blir värre?",
        "Jag tror att grannen blir slagen. Jag känner henne lite. Vad kan jag göra?",
    ),
    "": (
        "Jag vet inte om jag är på rätt ställe. Jag behöver prata med någon.",
        "Hej. Vad är det ni gör? Kostar det något?",
    ),
}
# The same in the other languages that relatives write in, in words plain enough to be right.
IN_ANOTHER_LANGUAGE: dict[str, tuple[str, ...]] = {
    "en": (
        "I do not know who to ask. My brother has changed and our mother cries every night. Can I talk to somebody?",
        "Is it true that I do not have to say my name? I am worried about my husband.",
    ),
    "ar": (
        "أنا قلقة على ابني ولا أعرف مع من أتكلم. هل يمكنني أن أتكلم مع أحد بدون أن أقول اسمي؟",
        "أحتاج إلى من يساعدني في فهم الأوراق. زوجي مريض وأنا وحدي في البيت.",
    ),
    "so": (
        "Waan ka walwalsanahay wiilkayga. Ma la hadli karaa qof aan magacayga sheegin?",
        "Waxaan u baahanahay caawimo. Hooyaday way jirran tahay, aniga ayaana keligay daryeela.",
    ),
    "fi": (
        "Hoidan miestäni kotona ja olen väsynyt. Voinko puhua jonkun kanssa suomeksi?",
        "Olen huolissani tyttärestäni. En tiedä, mistä aloittaa.",
    ),
}
# What a child writes.
CHILD = (
    "hej. mamma är ledsen hela tiden och jag vet inte vem man säger det till",
    "min bror kommer hem på nätterna och jag måste hålla tyst. får man prata här utan att ni ringer hem?",
)
AGAIN = (
    "Tack för att du svarade. Vi kan ses på onsdag om det går.",
    "Det har lugnat sig lite. Jag hör av mig om det ändrar sig.",
    "Jag pratade med honom som du sa. Han lyssnade, tror jag.",
    "Kan vi prata i telefon i stället? Kvällar är bäst.",
    "Nu har det hänt igen. Jag visste inte vem jag skulle skriva till.",
)
ANSWERS = (
    "Tack för att du skrev. Du behöver inte veta säkert för att prata med oss. Vill du komma hit, eller ska vi"
    " fortsätta att skriva?",
    "Det låter tungt, och du har burit det länge. Jag kan träffa dig på torsdag. Du väljer plats.",
    "Du gör rätt som frågar. Här är vad vi kan göra den här veckan, och vad du kan göra om det blir värre innan dess.",
    "Vi har en grupp för andra i samma läge. Du behöver inte säga ditt namn där heller.",
    "Jag har frågat en kollega som kan det här. Vi kan gå igenom pappren tillsammans.",
)
NOTES = (
    "Berättade lugnt. Vill förstå vad som är vanligt.",
    "Sover bättre. Vill fortsätta varannan vecka.",
    "Pratade mest om barnen i dag.",
    "Har sagt nej till att låna ut pengar. Det var svårt och det gick.",
    "Vill ha någon med sig till mötet på tisdag.",
    "Orolig inför helgen. Vi gick igenom vem man ringer.",
    "Kom för sent och var ledsen över det. Vi tog det lugnt.",
    "",
    "",
)
CASE_NOTES = (
    "Första samtalet. Vill ha hjälp att ordna det som är bråttom först.",
    "Samtal på kontoret. Vi skrev ner vad som ska göras och av vem.",
    "Ringde. Det har varit en lugnare vecka.",
    "Avslutande samtal. Det som vi kom överens om är gjort.",
)
GROUPS = (
    "Samtal i liten grupp",
    "För dig som vårdar någon hemma",
    "Föräldrar till vuxna barn",
    "När någon i familjen dricker",
    "Samtal över soppa",
    "När någon sitter inne",
)
PLACES = (
    "Biblioteket",
    "Öppna förskolan",
    "Idrottshallen",
    "Föräldramötet på en skola",
    "Torget",
    "Vårdcentralens väntrum",
    "Ett församlingshem",
)
# First names for those who said what to call them; made-up, and beside them one of one letter and one very long.
NAMES = (
    "Amina", "Britt", "Carlos", "Darja", "Eino", "Fatima", "Göran", "Hibo", "Irja", "Jamal", "Kajsa", "Leif", "Mona",
    "Nils", "Olga", "Pirkko", "Rana", "Stig", "Tuula", "Ulla", "Vera", "Yasmin", "Åsa", "Örjan", "O",
    "Maria Magdalena Fredrika Wilhelmina Charlotta Eleonora",
)  # fmt: skip
SURNAMES = ("Påhittad", "Exempel", "Testperson", "Provlund", "Låtsasson", "Fingerad")
