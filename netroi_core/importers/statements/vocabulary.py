"""The words of statements in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish and Nordic languages.

They name columns, mark money spent and received, pending lines and balances, and say the purpose of a line. All are
compared as folded texts: in lower case, without accents, punctuation as spaces.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

Direction = Literal["spent", "received"]

_LONGEST_TEXT: Final = 200
_NO_LETTER: Final = re.compile(r"[^\w+\-]|_")
# Letters that are no others with an accent to Unicode, and yet are written so where they are missing.
_PLAIN_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "đ": "d", "ı": "i"})


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text for comparison, without case, accents and punctuation, and cut short.

    >>> fold("Belastung/CHF – Empfänger*in")
    'belastung chf empfanger in'
    """
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST_TEXT].casefold().translate(_PLAIN_LETTERS))
    letters = "".join(" " if _NO_LETTER.match(c) else c for c in decomposed if not unicodedata.combining(c))
    return " ".join(word for word in letters.split() if word != "-" or len(letters.split()) == 1)


def _words(text: str) -> re.Pattern[str]:
    """Return the pattern of words, separated by commas; ``~`` stands for more letters, at the start or the end."""
    words = (re.escape(word).replace("\\~", "~").replace("~", r"\w*") for word in _listed(text))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def _marks(text: str) -> frozenset[str]:
    return frozenset(map(fold, _listed(text)))


def _listed(text: str) -> list[str]:
    return " ".join(text.split()).split(", ")


# The columns of days, the likeliest day of the purchase first; in each the columns of value dates come last.
VALUE_DATE: Final = _words("""
    value, value date, value dt, valuta, valuta date, date valuta, valutadatum, datum valuta, wertstellung,
    wertstellungsdatum, wertstellungstag, wert, date valeur, date de valeur, date val, dateval, valeur, f valor,
    fecha valor, fecha de valor, data valor, data de valor, data valuta, rentedatum, interest date, rente datum,
    rentedato, valutadato, valordato, valutadag, rantedag, data waluty, datum valuty
""")
PURCHASE_DATE: Final = _words("""
    transaction date, trans date, date of transaction, date of purchase, purchase date, purchased, started, started
    date, date started, created, created on, date created, timestamp, kaufdatum, belegdatum, einkaufsdatum,
    transaktionsdatum, transaktion am, umsatzdatum, date operation, date d operation, date de l operation, date de
    operation, dateop, date op, date achat, date d achat, date transaction, date de transaction, fecha operacion,
    fecha de operacion, fecha de la operacion, f operacion, f oper, fecha compra, fecha de compra, fecha
    transaccion, fecha de transaccion, data operacao, data da operacao, data de operacao, data compra, data da
    compra, data transacao, data da transacao, data movimento, data do movimento, data mov, data operazione, data
    acquisto, data transazione, transactiedatum, datum transactie, transaktionsdag, transaksjonsdato,
    transaktionsdato, kopdatum, kopsdatum, kjopsdato, kobsdato, data operacji, data transakcji, data zakupu,
    erstellt am, datum des beginns, date de debut, fecha de inicio, data de inicio, data di inizio, data inizio,
    begindatum, creato il, creado el, criado em, aankoopdatum
""")
BOOKING_DATE: Final = _words("""
    post~, book~, bokfor~, bogfor~, ~buchung, buchungs~, gebucht~, comptabili~, compta, contable, contabile,
    ~contabil, lancamento, boek~, clear~, complet~, finish~, settle~, effective, process~, verwerk~, registra~,
    update~, abschluss~, reskontra~, postering~, utfort, udfort, ksiegowani~, zaksiegowani~, zauctovani
""")
ANY_DATE: Final = _words("""
    date, day, ~datum, dato, dag, ~dag, tag, fecha, dia, data, giorno, jour, wann, when, datetime, time
""")
OTHER_DATE: Final = _words("""
    due, expir~, statement, export~, birth~, fallig~, echeance, vencimiento, vencimento, scadenza, vervaldatum, end,
    until, bis, download~, closing, forfall~, forfald~
""")

BALANCE: Final = _words("""
    balance, ~saldo, saldo~, solde, kontostand, disponible, disponivel, disponibile, available, saldo na, remaining,
    accountbalance, stand, zustatek
""")
DEBIT: Final = _words("""
    debit~, withdraw~, paid out, money out, outgoing~, outflow, spent, expense~, belastung~, lastschrift~, soll,
    ausgabe~, ausgang, ausgange, abgang, abbuchung~, cargo, cargos, debe, adeudo~, gasto~, egreso~, retiro~,
    salida~, saida~, despesa~, dare, addebit~, uscit~, depense~, sortie~, retrait~, charge, charges, uitgav~,
    uitgaand, afschrijving~, afgeschreven, debet, ut, ud, ut fra konto, ut av konto, uttag, uttak, haevet,
    utgift~, udgift~, utbetal~, udbetal~, belastning~, wydat~, obciazeni~, wyplat~
""")
CREDIT: Final = _words("""
    credit~, deposit~, depot, depots, versement~, paid in, money in, incoming~, inflow, received, income,
    gutschrift~, haben, einnahme~, eingang, eingange, zugang, abono~, haber, ingreso~, entrada~, receita~, avere,
    accredit~, entrat~, recette~, entree~, encaissement~, inkom~, bijschrijving~, bijgeschreven, kredit, inn, ind,
    inn pa konto, insattning~, indsat, inntekt~, indtaegt~, innbetal~, inbetal~, indbetal~, wplyw~, uznani~, wplat~
""")
AMOUNT: Final = _words("""
    ~amount, ~betrag, betrag~, umsatz, montant, importe, importo, bedrag, belopp, belop, belob, valor, monto, value,
    sum, ~summe, total, gross, brutto, brut, bruto, lordo, paid, price, cost, movement, movimento, movimiento,
    mouvement, cantidad, quantia, somme, prix, preis, prijs, prezzo, euro, net, netto, wieviel, kwota, summa,
    castka, objem, osszeg
""")
# Amounts that aren't the one of the account: in another currency, a part of it, or not money at all.
OTHER_AMOUNT: Final = _words("""
    orig~, foreign, fremd~, fee, fees, gebuhr~, commission~, frais, comision~, comissao, commissione~, kosten, tax,
    taxes, vat, ~steuer, iva, tva, btw, mwst, discount~, rabatt, shipping, handling, insurance, tip, rate, rates,
    exchangerate, kurs, ~kurs, taux, cambio, koers, wisselkoers, limit, target, local, exchange, converted, points,
    miles, cashback, ziel~, destino, destination, destinazione, bestemming, reward~, detail, details, divisa
    original, devise, extranjera, estera, estrangeira, vreemde, ursprung~, urspr~, oorspr~, oprindelig~, opprinnelig~,
    oryginaln~, gebyr~, avgift~, moms, rabat, prowizj~, oplat~, blokad~, platnosci w walucie
""")
NOT_MONEY: Final = _words("""
    id, ids, transactionid, ref~, ~ref, number, nr, num, numero, nummer, ~nummer, no, n, code, konto, account, iban,
    bic, card, karte, sequence, seq, mcc, phone, zip, postal, year, month, quantity, qty, unit, units, hour, hours,
    rounded, second, seconds, minutes, duration, people, age, probability, percent, score, stage, rating, size,
    count, productivity, distance, mileage, priority, sensitivity, check, cheque, volgnr, pasnummer, folio, doc,
    documento, ~referanse, ~referens, rachunek
""")
# How the words in parentheses begin that say what an amount includes.
AFTER_FEES: Final = (
    *("after", "before", "incl", "excl", "inkl", "exkl", "nach", "vor", "apres", "avant", "despues", "antes"),
    *("apos", "depois", "dopo", "prima", "na ", "voor"),
)
CURRENCY: Final = _words("""
    currency, ccy, ~wahrung, ~waehrung, whg, devise, divisa, moneda, moeda, munt, muntsoort, valuta, cur, curr, waluta,
    mena
""")
OTHER_CURRENCY: Final = _words("""
    orig~, foreign, fremd~, fee, gebuhr~, target, ziel~, destino, destination, destinazione, local, balance, saldo,
    to, original, exchange, base, ursprung~, urspr~, oorspr~, oprindelig~, opprinnelig~, oryginaln~
""")
# Names of columns that no English export has: in these languages the day goes before the month.
NOT_ENGLISH: Final = _words("""
    ~datum, ~betrag, betrag~, montant, libelle~, solde, valeur, importe, fecha, concepto, ~saldo, data, valor,
    descricao, historico, importo, descrizione, causale, bedrag, omschrijving, naam, buchung~, ~wahrung, ~waehrung,
    umsatz, devise, intitule, categorie, categoria, kategorie, detalle, beneficiaire, empfanger, ~dato, belop, belob,
    belopp, kwota, opis, tekst, forklaring, beskrivelse, beskrivning, bokfor~, bogfor~
""")
# Columns of contacts, guests, meetings and working hours; two of them, and a table is no statement.
NO_STATEMENT: Final = _words("""
    first name, last name, given name, family name, vorname, nachname, prenom, nom de famille, apellidos, cognome,
    sobrenome, voornaam, achternaam, attendee~, ticket~, guest~, start time, end time, start date, end date, all
    day, all day event, hours, duration, dauer, organizer, record id, owner, contact owner, stage, employee,
    project, task, user, approval status, job title, company, associated company, lead status, hourly rate,
    billable, deal, deal stage, pipeline, probability, close date, closing date, expected close date, opportunity,
    opportunity name, opportunity owner, lead source, lead owner, closed, is closed, is won, subject, priority,
    meeting~, email, e mail, email address, time spent, number of people, productivity, invoice~, due date,
    bill to, customer, rechnungsnummer, faelligkeit, faelligkeitsdatum, kunde, numero de facture, echeance, fornavn,
    etternavn, efternavn, fornamn, efternamn, imie, nazwisko, stilling, stanowisko, befattning, virksomhed
""")
# Columns that only statements of cards have.
CARD: Final = _words(
    "merchant~, card, cards, cardholder, card~, mcc, karte~, ~karte, carte, tarjeta, cartao, carta, kaart"
)
CATEGORY: Final = _words("category, kategorie, categorie, categoria, kategori, kategoria, hauptkategorie")
STATE: Final = _words("state, status, estado, situacao, stato, etat, statut, info, buchungsstatus")

# The column with the merchant or the words of a line, the most telling first.
TITLES: Final = (
    _words("""
        merchant, merchant name, name des ziels, name des partners, nom de la cible, payee, payee name, target name,
        beneficiary, beneficiary name, counterparty, counterparty name, partner name, recipient, recipient name,
        empfanger, ~empfanger, zahlungsempfanger~, beguenstigter, begunstigter, beguenstigter zahlungspflichtiger,
        name zahlungsbeteiligter, auftraggeber empfanger, handler, commercant, beneficiaire, comercio, comerciante,
        beneficiario, estabelecimento, favorecido, esercente, begunstigde, tegenpartij, naam tegenpartij, vendor,
        supplier, shop, store, mottaker, mottagare, modtager, butik, brukersted, forretning, odbiorca, kontrahent,
        dane kontrahenta, nazwa kontrahenta, nadawca odbiorca
    """),
    _words("""
        description, ~description, name, naam, naam omschrijving, beschreibung, bezeichnung, buchungstext,
        avisierungstext, umsatztext, libelle~, intitule, concepto, descripcion, descricao, historico, descrizione,
        causale, omschrijving, beskrivning, beskrivelse, forklaring, tekst, narrative, what, was, rubrik, opis~, tytul,
        tresc
    """),
    _words("""
        details, detail~, transaction details, text, ~text, verwendungszweck, memo, zahlungszweck, mededelingen,
        communication, reference, note, notes, label, title, comment, observaciones, motivo, remarks, particulars,
        transaction, movimiento, movimento, lancamento, item title, subject, purpose, zweck, communications
    """),
)
# The own side, an account or a kind of line says nothing about the merchant.
NO_TITLE: Final = _words("""
    source name, name der quelle, payer, payer name, zahlungspflichtige~, auftragskonto, kontoname, kontoinhaber,
    card holder~, cardholder, account name, card member, member name, purchased by, type, typ, ~typ, tipo, code,
    ~status, category, merchant area, merchant city, merchant town, merchant state, merchant country, merchant category,
    merchant type, merchant id, merchant code, avsandare, avsender, afsender, typ transakcji, rodzaj
""")

SPENT: Final = _marks("""
    debit, debits, debito, debet, dr, d, dbit, db, dt, out, outgoing, withdrawal, withdrawals, withdraw, money out,
    paid out, spent, expense, purchase, sale, af, uit, afschrijving, soll, s, ausgang, ausgabe, belastung,
    lastschrift, abbuchung, cargo, debe, gasto, egreso, salida, retiro, saida, despesa, uscita, uscite, addebito,
    dare, sortie, depense, retrait, -, minus, charge, negative, paid, ut, ud, uttag, uttak, utgift, udgift, wydatek,
    obciazenie, расход, 支出, 出金, 支払い
""")
RECEIVED: Final = _marks("""
    credit, credits, credito, kredit, cr, c, crdt, ct, k, in, incoming, deposit, deposits, money in, paid in,
    received, income, refund, return, reversal, bij, bijschrijving, haben, h, eingang, einnahme, gutschrift, abono,
    haber, ingreso, entrada, receita, entrata, entrate, accredito, avere, entree, recette, +, plus, positive, topup,
    top-up, inn, ind, insattning, indsat, inntekt, wplyw, uznanie, доход,
    приход, 收入, 入金, 預り
""")
# Beside purchases, a payment is one of the card's bill.
CARD_PURCHASES: Final = frozenset(("purchase", "sale", "charge"))
CARD_PAYMENT: Final = "payment"

PENDING: Final = _words("""
    pending, vorgemerkt~, reserviert, authori~, en attente, waiting, venter, afventer, vantar, a
    venir, non comptabilise~, en cours, pendiente, pendente, em processamento, in attesa, in sospeso, non
    contabilizzat~, in behandeling, gereserveerd, revert~, declin~, fail~, cancel~, denied, void~, expired,
    rejected, abgelehnt, storniert, fehlgeschlagen, ausstehend, offen, refuse~, annule~, rechazad~, anulad~,
    recusad~, rifiutat~, annullat~, geweigerd, geannuleerd, processing, in progress, incomplete, reversed, blocked,
    held, hold, on hold, scheduled, geplant, unposted, reserver~, reservation, avvis~, afvis~, annuler~, annuller~,
    kanseller~, vantande, oczekuj~, blokad~, odrzucon~, anulowan~, w realizacji
""")
DONE: Final = _words("""
    complet~, booked, posted, gebucht, cleared, settled, success~, done, approved, paid, executed, ausgefuhrt,
    comptabilise~, effectue~, termine~, contabilizad~, realizad~, efetivad~, concluid~, completad~, completat~,
    eseguit~, contabilizzat~, geboekt, verwerkt, uitgevoerd, voltooid, umsatz gebucht, active, processed,
    reconciled, uncleared, ok, bokfort, bokford, bogfort, utfort, udfort, gjennomfort, genomford, zrealizowan~,
    slutford, zaksiegowan~, rozliczon~, wykonan~
""")
BALANCE_LINES: Final = _words("""
    opening balance, closing balance, beginning balance, ending balance, previous balance, starting balance, balance
    brought forward, balance carried forward, balance forward, brought forward, carried forward, anfangssaldo,
    endsaldo, saldovortrag, neuer kontostand, alter kontostand, kontostand, saldo do dia, saldo inicial, saldo
    final, saldo anterior, saldo iniziale, saldo finale, solde initial, solde final, ancien solde, nouveau solde,
    beginsaldo, eindsaldo, inngaende saldo, utgaende saldo, ingaende saldo, saldo poczatkowe, saldo koncowe
""")
# Of lines without a day.
TOTALS: Final = _words("""
    total~, sum, summe, gesamt~, somme, suma, soma, totaal, balance, saldo~, anfangssaldo, endsaldo, schlusssaldo,
    beginsaldo, eindsaldo, solde, kontostand, opening, closing, beginning, ending, previous, starting, brought,
    carried, ancien, nouveau, neuer kontostand, alter kontostand, inngaende, utgaende, ingaende
""")

# Words of lines. Those of money received go first: "refund of card purchase" is one.
RECEIVED_WORDS: Final = _words("""
    thank you, autopay, payment received, online payment, mobile payment, payment thank you,
    internet payment, pymt, salary, payroll, wages, refund~, reversal, cashback, cash back, deposit, direct deposit,
    interest earned, dividend~, received, received from, top-up, topup, top up, gehalt, lohn, gutschrift~,
    erstattung~, ruckerstattung, ruckzahlung, zahlungseingang, uberweisungseingang, einzahlung, rente, kindergeld,
    bezuge, salaire, virement recu, vir recu, virement de, remboursement, versement, avoir, nomina, abono, ingreso,
    devolucion, reembolso, transferencia recibida, salario, ordenado, deposito, recebid~, estorno, pix recebido,
    transferencia recebida, stipendio, accredito, bonifico ricevuto, bonifico a vostro favore, rimborso, versamento,
    emolumenti, salaris, loon, storting, terugbetaling, bijschrijving, ontvangen, teruggave, income, incoming,
    pension, paycheck, cash deposit, account credit, inpayment, pagamento recebido, pago recibido, paiement recu,
    betalning mottagen, betaling mottatt, betaling modtaget, lon, lonn, loen, lonsinsattning, insattning~,
    innbetaling~, inbetalning~, indbetaling~, refusjon, retur,
    aterbetalning, tilbagebetaling, tilbakebetaling, overforing fra, wynagrodzenie, pensja, wplata, zwrot,
    przychodzac~, przelew na rachunek, przelew na konto, зарплата, пополнение, зачисление, возврат
""")
SPENT_WORDS: Final = _words("""
    purchase, pos, card payment, card purchase, debit card, withdrawal, withdrawal to, sent money, sent, bill
    payment, direct debit, standing order, card transaction, fee, charge, subscription, kartenzahlung, lastschrift,
    kauf, einkauf, belastung, abbuchung, dauerauftrag, abhebung, bezahlung, miete, rent, beitrag, mitgliedsbeitrag,
    achat, achat cb, paiement cb, paiement par carte, carte, cb, prelevement, prlv, retrait, virement emis, virement
    vers, cotisation, loyer, compra, pago con tarjeta, pago, recibo, cargo, adeudo, retirada, reintegro, alquiler,
    cuota, pagamento, pagto, debito, saque, tarifa, aluguel, anuidade, pix enviado, acquisto, pagamento pos,
    addebito, prelievo, affitto, bonifico a, canone, quota, betaling, betaalautomaat, pinbetaling, incasso,
    geldopname, afschrijving, huur, contributie, lidmaatschap, to, dues, membership, invoice, rechnung, facture,
    factura, fattura, factuur, outgoing, ach debit, kortkop, varekjop, kortkjop, visa vare, kob, dankort, betalning,
    autogiro, avtalegiro, overforing til, overforsel til, uttag, uttak, haevning, gebyr, avgift, husleie, hyra,
    kontingent, medlemsavgift, zakup~, platnosc~, blik, wychodzac~, wyplata~, oplata, prowizja, skladka, czynsz,
    оплата, покупка, списание
""")


def direction_of(token: str) -> Direction | None:
    """Return the direction that a mark such as "DR", "Af", "Gutschrift" or "+" says, None if it says none."""
    folded = fold(token)
    return "spent" if folded in SPENT else "received" if folded in RECEIVED else None


def direction_of_words(text: str) -> Direction | None:
    """Return the direction that the words of a line speak for, None if they speak for none."""
    folded = fold(text)
    if RECEIVED_WORDS.search(folded):
        return "received"
    return "spent" if SPENT_WORDS.search(folded) else None
