//! Why identity refuses a request.

use entities::values::Role;

use super::rules::{PasswordWeakness, Permission};
use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why identity refuses a request.
    pub enum IdentityError {
        /// The caller is signed in, but its roles do not include the permission that the operation needs.
        #[error("This is for {}.", .permission.holders())]
        PermissionRequired { permission: Permission } => FORBIDDEN, "forbidden";

        /// Another person has this e-mail address.
        #[error("Another person has this address.")]
        EmailTaken => CONFLICT, "email_taken";

        /// The text is not an e-mail address.
        #[error("The person's address is not an e-mail address.")]
        InvalidEmail => UNPROCESSABLE_ENTITY, "invalid_email";

        /// The one-time link does not exist, or it was used, replaced by a newer one, or has expired.
        #[error("This link was used, replaced or is too old: ask for a new one.")]
        LinkSpent => CONFLICT, "link_spent";

        /// The new password is too easy to guess.
        #[error("This password is easy to guess: {}. Choose four words that do not belong together.", .reason.sentence())]
        PasswordWeak { reason: PasswordWeakness } => UNPROCESSABLE_ENTITY, "password_weak";

        /// The account, or the network, has too many failed sign-in attempts on devices that are not recognised; or this
        /// device has.
        #[error("There were too many wrong passwords. Wait, use a device on which you signed in before, or ask for a link.")]
        SignInLimited { retry_after: u32 } => TOO_MANY_REQUESTS, "sign_in_limited";

        /// The check digit of the cooperative's RUT is wrong.
        #[error("The check digit of this RUT is not right.")]
        InvalidTaxId => UNPROCESSABLE_ENTITY, "invalid_tax_id";

        /// The check digit of an organisation's RUT is wrong.
        #[error("The check digit of this RUT is not right.")]
        RutInvalid => UNPROCESSABLE_ENTITY, "rut_invalid";

        /// A second cooperative was to be created.
        #[error("An installation has one cooperative, and it exists already.")]
        OneCooperative => CONFLICT, "one_cooperative";

        /// Another organisation has this code.
        #[error("Another organisation has the code {code}.")]
        CodeTaken { code: String } => CONFLICT, "code_taken";

        /// The code belongs to an organisation of another kind, and the kind never changes.
        #[error("`{code}` is the code of an organisation of another kind.")]
        OrganisationKindFixed { code: String } => CONFLICT, "organisation_kind_fixed";

        /// A disabled person gets no link to set a password.
        #[error("A disabled person gets no link: enable the person first.")]
        PersonDisabled => CONFLICT, "person_disabled";

        /// The role exists in the cooperative only.
        #[error("The role {} exists in the cooperative only.", .role.word())]
        RoleUnfit { role: Role } => CONFLICT, "role_unfit";

        /// Nobody else could act for what the person does, which is decided first. The lists hold names and numbers.
        #[error(
            "Nobody else can act then for {} organisations, nor approve {} payout batches, {} write-offs and {} bank accounts: \
             decide that first.", .organisations.len(), .payout_batches.len(), .write_offs.len(), .bank_accounts.len()
        )]
        PersonBusinessOpen {
            organisations: Vec<String>,
            payout_batches: Vec<String>,
            write_offs: Vec<String>,
            bank_accounts: Vec<String>,
        } => CONFLICT, "person_business_open";

        /// The change would leave the cooperative without an administrator.
        #[error("The cooperative would have no administrator: make somebody else one first.")]
        LastAdministrator => CONFLICT, "last_administrator";
    }
}
