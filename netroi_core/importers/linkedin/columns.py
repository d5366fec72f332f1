"""Column names of LinkedIn's export in other languages, as they are called in English."""

from collections.abc import Mapping
from typing import Final

from netroi_core.workspace.fields import normalize_text

# German, French, Spanish, Portuguese, Italian, Dutch; a name that stands in two languages once.
_TRANSLATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "First Name": ("Vorname", "Prénom", "Nombre", "Nome", "Primeiro nome", "Voornaam"),
    "Last Name": ("Nachname", "Nom", "Nom de famille", "Apellidos", "Apellido", "Sobrenome", "Apelido", "Cognome",
                  "Achternaam"),
    "Email Address": ("E-Mail-Adresse", "Adresse e-mail", "Dirección de correo electrónico", "Correo electrónico",
                      "Dirección de email", "Endereço de e-mail", "E-mail", "Indirizzo e-mail", "Indirizzo email",
                      "E-mailadres"),
    "Company": ("Unternehmen", "Firma", "Entreprise", "Société", "Empresa", "Azienda", "Società", "Bedrijf"),
    "Position": ("Poste", "Fonction", "Cargo", "Puesto", "Posición", "Posizione", "Qualifica", "Ruolo", "Functie",
                 "Positie"),
    "Connected On": ("Verbunden am", "Vernetzt am", "Vernetzt seit", "Kontakt seit", "Connecté le", "Connectée le",
                     "Connexion le", "Date de connexion", "En relation depuis", "Conectado el", "Contactado el",
                     "Fecha de conexión", "Conectado em", "Conectou-se em", "Data da conexão", "Data de conexão",
                     "Collegato il", "Collegato dal", "Connesso il", "Data collegamento", "Data di collegamento",
                     "Verbonden op", "Gekoppeld op", "Connectie sinds", "Verbonden sinds", "Datum van connectie",
                     "Verbindung seit", "Verbunden seit", "Verbindungsdatum", "Connecté(e) le", "Connecté depuis",
                     "Date de mise en relation", "Conectado desde", "Fecha de contacto", "Ligado em", "Ligação em",
                     "Data de ligação", "Data di connessione", "Collegati dal"),
    "From": ("Von", "De", "Da", "Van", "Absender", "Expéditeur", "Remitente", "Remetente", "Mittente", "Afzender"),
    "To": ("An", "À", "A", "Para", "Aan", "Empfänger", "Destinataire", "Destinatario", "Destinatário", "Ontvanger"),
    "Sent At": ("Gesendet am", "Envoyé le", "Envoyée le", "Enviado el", "Enviada el", "Enviado em", "Enviada em",
                "Inviato il", "Verzonden op"),
    "Direction": ("Richtung", "Sens", "Dirección", "Direção", "Direzione", "Richting"),
    "CONVERSATION ID": ("Unterhaltungs-ID", "Konversations-ID", "ID de conversation", "ID de la conversation",
                        "ID de conversación", "ID de la conversación", "ID da conversa", "ID conversazione",
                        "Gespreks-ID", "Conversatie-ID"),
    "DATE": ("Datum", "Fecha", "Data"),
    "Event Name": ("Name des Events", "Eventname", "Nom de l’événement", "Nom de l'événement", "Nombre del evento",
                   "Nome do evento", "Nome evento", "Nome dell’evento", "Nome dell'evento", "Naam evenement"),
    "Event Time": ("Uhrzeit des Events", "Eventzeit", "Heure de l’événement", "Heure de l'événement",
                   "Hora del evento", "Horário do evento", "Ora evento", "Ora dell’evento", "Ora dell'evento",
                   "Tijd evenement"),
    "Status": ("Statut", "Estado", "Stato"),
}  # fmt: skip
# By the normalized name in another language.
COLUMN_NAMES: Final[Mapping[str, str]] = {
    normalize_text(name): column for column, names in _TRANSLATIONS.items() for name in names
}
