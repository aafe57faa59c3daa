//! States and kinds up to the quota: every closed list of the business, with one word per meaning.

use poem_openapi::Enum;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Enum, Serialize,
            Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        #[oai(rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$case_doc])* #[sea_orm(string_value = $text)] $case),*
        }

        impl $name {
            /// The word of this case in the API, in files and in the database.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$case => $text),*
                }
            }

            /// Reads the word of a case.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($text => Some(Self::$case),)*
                    _ => None,
                }
            }
        }
    )*};
}

states! {
    /// Language of a person; Spanish first.
    Language {
        /// Spanish.
        Es = "es",
        /// English.
        En = "en",
    }

    /// What kind of party an organisation is.
    OrganisationKind {
        /// The cooperative itself; one per installation.
        Cooperative = "cooperative",
        /// A member that makes things.
        Producer = "producer",
        /// A lodge, operator, restaurant or shop.
        Buyer = "buyer",
    }

    /// What a person may do in an organisation.
    Role {
        /// Everything, also people and settings.
        Admin = "admin",
        /// The daily work.
        Staff = "staff",
        /// Looks, changes nothing.
        Viewer = "viewer",
        /// Certificates (cooperative).
        Quality = "quality",
        /// Invoices, payments and settlement (cooperative).
        Finance = "finance",
    }

    /// What a one-time link is for.
    LinkPurpose {
        /// Makes the first staff account of an installation.
        FirstRun = "first_run",
        /// Lets a person set a password.
        SetPassword = "set_password",
    }

    /// Where an application of a buyer stands.
    ApplicationState {
        /// Sent; staff have not looked at it.
        Submitted = "submitted",
        /// Staff look at it.
        InReview = "in_review",
        /// Staff asked for more, and wait for the applicant.
        MoreAsked = "more_asked",
        /// The applicant has an account.
        Approved = "approved",
        /// The cooperative does not take the applicant as a buyer.
        Refused = "refused",
        /// The applicant withdrew it.
        Withdrawn = "withdrawn",
    }

    /// What a document of an application is, by its contents.
    ApplicationDocumentKind {
        /// A PDF, as it was sent.
        Pdf = "pdf",
        /// A photo, encoded again as JPEG.
        Photo = "photo",
    }

    /// How a producer stands with the tax office.
    TaxStatus {
        /// Issues tax documents of its own.
        IssuesDocuments = "issues_documents",
        /// Its sales carry no VAT.
        Exempt = "exempt",
        /// Has no tax status: it cannot be settled, and that is shown.
        None = "none",
    }

    /// Kind of a bank account.
    BankAccountKind {
        /// Cuenta corriente.
        Checking = "checking",
        /// Cuenta vista or RUT.
        Sight = "sight",
        /// Cuenta de ahorro.
        Savings = "savings",
    }

    /// The state of a certificate on a day.
    CertificateState {
        /// In force from its first to its last day.
        Active = "active",
        /// Suspended until its cause is resolved.
        Suspended = "suspended",
        /// Withdrawn permanently.
        Withdrawn = "withdrawn",
        /// Its last day has passed.
        Expired = "expired",
    }

    /// Why a certificate is suspended, which decides about goods that were accepted.
    SuspensionKind {
        /// The goods may be harmful: what has not left is blocked, and what has left is recalled.
        Safety = "safety",
        /// A paper is missing: goods that were accepted may go.
        Paperwork = "paperwork",
    }

    /// The state of a version of a protocol on a day.
    ProtocolState {
        /// Not published.
        Draft = "draft",
        /// Published, in force from a later day.
        Upcoming = "upcoming",
        /// Certificates are granted by it.
        InForce = "in_force",
        /// A newer version is in force.
        Replaced = "replaced",
    }

    /// What of a product a criterion is about, in the order in which a protocol lists them.
    CriterionAttribute {
        /// Where its ingredients come from.
        Origin = "origin",
        /// The recipe and its history.
        Tradition = "tradition",
        /// How it is made.
        Craft = "craft",
        /// Clean and safe to eat.
        Hygiene = "hygiene",
        /// What making it does to the place.
        Environment = "environment",
    }

    /// How much a criterion counts.
    CriterionSeverity {
        /// Without it there is no seal.
        Mandatory = "mandatory",
        /// Few may be open.
        Major = "major",
        /// Some may be open.
        Minor = "minor",
    }

    /// What was found of a criterion.
    CriterionAnswer {
        /// It is met.
        Met = "met",
        /// A part of it is met.
        Partly = "partly",
        /// It is not met.
        NotMet = "not_met",
        /// It does not concern this product or workshop.
        NotApplicable = "not_applicable",
    }

    /// A part of a criterion that differs between two versions.
    CriterionPart {
        /// What is asked.
        Text = "text",
        /// What it is about.
        Attribute = "attribute",
        /// How much it counts.
        Severity = "severity",
        /// What shows that it is met.
        Evidence = "evidence",
        /// How to meet it.
        Guidance = "guidance",
    }

    /// The state of a message.
    MessageState {
        /// Waits for the mail server.
        Queued = "queued",
        /// The mail server has accepted it.
        Sent = "sent",
        /// The mail server refused it permanently.
        Refused = "refused",
    }

    /// When a buyer is invoiced.
    InvoicingTerms {
        /// One invoice for each delivery.
        PerDelivery = "per_delivery",
        /// One invoice for each month.
        Monthly = "monthly",
    }

    /// Unit of a product's net content.
    NetUnit {
        /// Grams.
        G = "g",
        /// Millilitres.
        Ml = "ml",
        /// Pieces.
        Unit = "unit",
    }

    /// How a product is kept.
    Storage {
        /// Dry and cool.
        Ambient = "ambient",
        /// 0–5 °C.
        Chilled = "chilled",
        /// −18 °C or below.
        Frozen = "frozen",
    }

    /// Where a cycle stands.
    CycleState {
        /// Made, not yet open.
        Draft = "draft",
        /// Takes orders until its cut-off.
        Open = "open",
        /// Its demand is fixed.
        Closed = "closed",
        /// A run has split it.
        Allocated = "allocated",
        /// The quotas are with the workshops.
        Published = "published",
        /// Goods are received and leave.
        Delivering = "delivering",
        /// Every delivery has ended: confirmed, lost, refused or returned.
        Delivered = "delivered",
    }

    /// Where an order stands.
    OrderState {
        /// Not yet placed.
        Draft = "draft",
        /// Waits for somebody of the buyer.
        AwaitingApproval = "awaiting_approval",
        /// In the demand of its cycle.
        Placed = "placed",
        /// On its way.
        InDelivery = "in_delivery",
        /// Its delivery is confirmed.
        Delivered = "delivered",
        /// Nothing of it reached the buyer.
        Undelivered = "undelivered",
        /// Will not come.
        Cancelled = "cancelled",
    }

    /// Where a line's price comes from.
    PriceSource {
        /// The price list of the buyer's segment.
        List = "list",
        /// Agreed with the buyer for this line.
        Agreed = "agreed",
        /// A part of the price of the basket that the line is in.
        Basket = "basket",
    }

    /// Where a standing order stands.
    StandingOrderState {
        /// Makes orders.
        Active = "active",
        /// Rests until a date.
        Paused = "paused",
        /// Makes no more orders.
        Ended = "ended",
    }

    /// What became of one date of a standing order.
    OccurrenceState {
        /// Its cycle has not opened yet.
        Due = "due",
        /// Ordered whole.
        Placed = "placed",
        /// Ordered in part, with the reason.
        Reduced = "reduced",
        /// Left out, with the reason.
        Skipped = "skipped",
        /// Could not be ordered, with the reason.
        Blocked = "blocked",
    }

    /// Why an occurrence, or a line of it, was reduced, skipped or blocked.
    OccurrenceReason {
        /// Too little capacity is left.
        Capacity = "capacity",
        /// Out of harvest.
        Harvest = "harvest",
        /// No maker has a valid certificate.
        Certificate = "certificate",
        /// No maker has a valid sanitary authorisation.
        Authorisation = "authorisation",
        /// The makers rest.
        MakersPause = "makers_pause",
        /// Nobody makes it.
        NoMaker = "no_maker",
        /// Its lead time had passed.
        LeadTime = "lead_time",
        /// It is not sold to this buyer any more.
        NotSold = "not_sold",
        /// It is sold in other quantities now.
        Multiple = "multiple",
        /// The standing order rests.
        Paused = "paused",
        /// The buyer left this date out.
        LeftOut = "left_out",
        /// No guests arrive.
        NoGuests = "no_guests",
        /// No delivery serves the date.
        NoDelivery = "no_delivery",
        /// The delivery of the date had closed.
        CycleClosed = "cycle_closed",
        /// The buyer's credit does not reach.
        Credit = "credit",
        /// Below the buyer's order minimum.
        OrderMinimum = "order_minimum",
        /// Its delivery point is no longer served.
        DeliveryPoint = "delivery_point",
        /// The order was cancelled.
        Cancelled = "cancelled",
    }

    /// How an arrival came to Minga.
    ArrivalSource {
        /// Entered by a person or a program.
        Api = "api",
        /// Imported from a file.
        Csv = "csv",
    }

    /// How an order changed.
    OrderChangeKind {
        /// The buyer amended it.
        Amended = "amended",
        /// Its per-guest lines were recomputed from the arrivals.
        GuestsChanged = "guests_changed",
        /// It was cancelled.
        Cancelled = "cancelled",
    }

    /// Why units of an order will not come.
    ShortageCause {
        /// No workshop could make them.
        NotAllocated = "not_allocated",
        /// The workshop declined and nobody else could.
        Declined = "declined",
        /// They were not accepted.
        Rejected = "rejected",
        /// They were not delivered.
        NotDelivered = "not_delivered",
        /// The certificate was suspended.
        Suspended = "suspended",
        /// Their delivery was lost.
        Lost = "lost",
        /// The buyer did not accept their delivery.
        Refused = "refused",
        /// Their delivery came back to the cooperative.
        Returned = "returned",
        /// They come after all: they had been recorded as missing by mistake.
        Corrected = "corrected",
        /// They come after all, because another order was cancelled: fewer units are missing.
        Relieved = "relieved",
    }

    /// Where a quota stands.
    QuotaState {
        /// Of a run that is not published.
        Proposed = "proposed",
        /// Waits for the workshop's answer.
        Published = "published",
        /// The workshop makes it.
        Accepted = "accepted",
        /// The workshop makes part of it.
        Amended = "amended",
        /// The workshop does not make it.
        Declined = "declined",
        /// Nobody answered in time.
        Expired = "expired",
        /// Fixed: it is being made.
        Frozen = "frozen",
        /// Taken back by the cooperative.
        Withdrawn = "withdrawn",
        /// Received.
        Fulfilled = "fulfilled",
        /// Not received, or not all of it, when receiving ended.
        Unfulfilled = "unfulfilled",
    }

    /// Why less of a quota is made than was published.
    QuotaChangeCause {
        /// The workshop makes part of it.
        Amended = "amended",
        /// The workshop does not make it.
        Declined = "declined",
        /// Nobody answered in time.
        Expired = "expired",
        /// The workshop lowered its offer, or ended it.
        Capacity = "capacity",
        /// An order was cancelled after the cut-off.
        OrderCancelled = "order_cancelled",
        /// The certificate was suspended or withdrawn.
        Certificate = "certificate",
        /// The sanitary authorisation ended.
        Authorisation = "authorisation",
        /// Out of harvest.
        Harvest = "harvest",
        /// The workshop pauses.
        Pause = "pause",
    }

    /// What bound a workshop's quota.
    BoundBy {
        /// Its fair level.
        Level = "level",
        /// Its capacity for its products.
        ProductCapacity = "product_capacity",
        /// Its overall limit.
        WorkshopLimit = "workshop_limit",
        /// A missing or suspended certificate.
        Certificate = "certificate",
        /// A missing or expired sanitary authorisation.
        Authorisation = "authorisation",
        /// Out of harvest.
        Harvest = "harvest",
        /// A pause.
        Pause = "pause",
        /// Its minimum batch.
        MinimumBatch = "minimum_batch",
        /// A quantity fixed by staff.
        Pin = "pin",
        /// Nobody ordered what it makes.
        NoDemand = "no_demand",
    }

    /// Why lots of a product were not served.
    UnmetReason {
        /// Too little capacity.
        Capacity = "capacity",
        /// Minimum batches.
        MinimumBatch = "minimum_batch",
        /// Whole lots within the workshops' limits.
        Rounding = "rounding",
        /// Quantities fixed by staff.
        Pin = "pin",
        /// No workshop may make it.
        NoMaker = "no_maker",
    }

    /// Why a workshop's carried value moved.
    CarriedKind {
        /// A quota was published.
        Published = "published",
        /// Goods were accepted in the place of a quota.
        Accepted = "accepted",
        /// A declined quota that the policy counts.
        Declined = "declined",
        /// An unanswered quota that the policy counts.
        Expired = "expired",
        /// Goods rejected for quality, which the policy counts.
        Rejected = "rejected",
        /// A quota or a part of it no longer counts.
        Released = "released",
        /// A newcomer's credit.
        Credit = "credit",
    }
}

pub(super) use states;
