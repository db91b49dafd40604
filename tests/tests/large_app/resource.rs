//! The five routes that every kind of record has.

/// The module of a kind of record: listed for readers, changed for writers, removed for administrators.
macro_rules! resource {
    ($name:ident: $record:ident from $draft:ident at $all:literal and $one:literal) => {
        pub mod $name {
            use fastrs::prelude::*;

            use crate::dependencies::{Admin, Listing, Reader, RequireRole, UnitOfWork};
            use crate::store::{Change, Draft as _, Store, StoreError, $draft, $record};

            const KIND: &str = ::core::module_path!();

            /// The records, a page at a time.
            #[get($all)]
            async fn list(
                _reader: Depends<RequireRole<Reader>>,
                listing: Depends<Listing>,
                store: State<Store>,
            ) -> Vec<$record> {
                store.list(KIND, listing.paging.skip, listing.paging.limit, listing.filter.0.as_deref())
            }

            /// Keep a new record.
            #[post($all, status = 201)]
            async fn create(work: Depends<UnitOfWork>, draft: $draft) -> Result<$record, StoreError> {
                let id = work.store.next_id()?;
                let record = draft.with_id(id);
                work.change(Change::Put { kind: KIND, id, record: serde_json::json!(record) });
                Ok(record)
            }

            #[get($one)]
            async fn read(
                _reader: Depends<RequireRole<Reader>>,
                id: u64,
                store: State<Store>,
            ) -> Result<$record, StoreError> {
                store.get(KIND, id)
            }

            /// Put a record in the place of another.
            #[put($one)]
            async fn replace(
                work: Depends<UnitOfWork>,
                id: u64,
                draft: $draft,
            ) -> Result<$record, StoreError> {
                work.store.get::<$record>(KIND, id)?;
                let record = draft.with_id(id);
                work.change(Change::Put { kind: KIND, id, record: serde_json::json!(record) });
                Ok(record)
            }

            #[delete($one, depends = [RequireRole<Admin>])]
            async fn remove(work: Depends<UnitOfWork>, id: u64) -> Result<NoContent, StoreError> {
                work.store.get::<$record>(KIND, id)?;
                work.change(Change::Remove { kind: KIND, id });
                Ok(NoContent)
            }

            pub fn routes() -> [fastrs::Route; 5] {
                routes![list, create, read, replace, remove]
            }
        }
    };
}

pub mod v1 {
    resource!(items: Thing from ThingDraft at "/items" and "/items/{id}");
    resource!(categories: Thing from ThingDraft at "/categories" and "/categories/{id}");
    resource!(brands: Thing from ThingDraft at "/brands" and "/brands/{id}");
    resource!(prices: Thing from ThingDraft at "/prices" and "/prices/{id}");
    resource!(bundles: Thing from ThingDraft at "/bundles" and "/bundles/{id}");

    resource!(orders: Thing from ThingDraft at "/orders" and "/orders/{id}");
    resource!(invoices: Thing from ThingDraft at "/invoices" and "/invoices/{id}");
    resource!(returns: Thing from ThingDraft at "/returns" and "/returns/{id}");
    resource!(coupons: Thing from ThingDraft at "/coupons" and "/coupons/{id}");
    resource!(parcels: Thing from ThingDraft at "/parcels" and "/parcels/{id}");

    resource!(employees: Person from PersonDraft at "/employees" and "/employees/{id}");
    resource!(teams: Person from PersonDraft at "/teams" and "/teams/{id}");
    resource!(customers: Person from PersonDraft at "/customers" and "/customers/{id}");
    resource!(suppliers: Person from PersonDraft at "/suppliers" and "/suppliers/{id}");
}

pub mod v2 {
    resource!(items: Thing from ThingDraft at "/items" and "/items/{id}");
    resource!(collections: Thing from ThingDraft at "/collections" and "/collections/{id}");
    resource!(makers: Thing from ThingDraft at "/makers" and "/makers/{id}");
    resource!(offers: Thing from ThingDraft at "/offers" and "/offers/{id}");
    resource!(stocks: Thing from ThingDraft at "/stocks" and "/stocks/{id}");

    resource!(orders: Thing from ThingDraft at "/orders" and "/orders/{id}");
    resource!(payments: Thing from ThingDraft at "/payments" and "/payments/{id}");
    resource!(refunds: Thing from ThingDraft at "/refunds" and "/refunds/{id}");
    resource!(vouchers: Thing from ThingDraft at "/vouchers" and "/vouchers/{id}");
    resource!(shipments: Thing from ThingDraft at "/shipments" and "/shipments/{id}");

    resource!(employees: Person from PersonDraft at "/employees" and "/employees/{id}");
    resource!(groups: Person from PersonDraft at "/groups" and "/groups/{id}");
    resource!(customers: Person from PersonDraft at "/customers" and "/customers/{id}");
    resource!(partners: Person from PersonDraft at "/partners" and "/partners/{id}");
}
