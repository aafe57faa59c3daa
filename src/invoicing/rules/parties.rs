//! Seller and buyer of a document, as stored with it. Later changes of the organisations do not change them.

use entities::invoicing::invoice;
use serde::{Deserialize, Serialize};

/// A party of a document, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Party {
    /// Stable code of a buyer.
    pub code: String,
    /// Trade name.
    pub name: String,
    /// Legal name.
    pub legal_name: String,
    /// RUT.
    pub tax_id: Option<String>,
    /// Giro.
    pub activity: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Comuna.
    pub comuna: Option<String>,
    /// Address for its documents.
    pub email: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Name of the bank and kind of account to which it is paid.
    pub bank: Option<String>,
    /// Number of that account.
    pub bank_account: Option<String>,
}

/// Both parties of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parties {
    /// The cooperative.
    pub seller: Party,
    /// The buyer.
    pub buyer: Party,
}

/// Both parties of an issued document.
pub fn parties_of_document(invoice: &invoice::Model) -> Parties {
    serde_json::from_value(invoice.parties.clone()).unwrap_or_default()
}

/// The buyer of an issued document.
pub fn buyer_of_document(invoice: &invoice::Model) -> Party {
    parties_of_document(invoice).buyer
}

/// The seller of an issued document: the cooperative.
pub fn seller_of_document(invoice: &invoice::Model) -> Party {
    parties_of_document(invoice).seller
}
