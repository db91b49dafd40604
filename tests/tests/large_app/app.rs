//! The routers and the app.

use fastrs::middleware::{RequestId, SecurityHeaders};
use fastrs::prelude::*;

use crate::dependencies::{Clock, Reader, RequireRole, Tenant};
use crate::store::{Journal, Store};
use crate::{operations, resource};

fn v1() -> Router {
    use resource::v1::*;

    let catalogue = Router::new("/catalogue")
        .tags(["catalogue"])
        .routes(items::routes())
        .routes(categories::routes())
        .routes(brands::routes())
        .routes(prices::routes())
        .routes(bundles::routes());
    let sales = Router::new("/sales")
        .tags(["sales"])
        .routes(orders::routes())
        .routes(invoices::routes())
        .routes(returns::routes())
        .routes(coupons::routes())
        .routes(parcels::routes());
    let staff = Router::new("/staff")
        .tags(["staff"])
        .routes(employees::routes())
        .routes(teams::routes())
        .routes(customers::routes())
        .routes(suppliers::routes());
    let shop = Router::new("/shop").include(catalogue).include(sales);
    let people = Router::new("/people").depends::<RequireRole<Reader>>().include(staff);
    Router::new("/v1").tags(["v1"]).deprecated().include(shop).include(people).routes({
        use operations::v1::*;
        routes![me, version, report, import, letter]
    })
}

/// The people of the second version.
pub fn people() -> Router {
    use resource::v2::*;

    let staff = Router::new("/staff")
        .tags(["staff"])
        .routes(employees::routes())
        .routes(groups::routes())
        .routes(customers::routes())
        .routes(partners::routes());
    Router::new("/people").depends::<RequireRole<Reader>>().include(staff)
}

fn v2() -> Router {
    use resource::v2::*;

    let catalogue = Router::new("/catalogue")
        .tags(["catalogue"])
        .routes(items::routes())
        .routes(collections::routes())
        .routes(makers::routes())
        .routes(offers::routes())
        .routes(stocks::routes());
    let sales = Router::new("/sales")
        .tags(["sales"])
        .routes(orders::routes())
        .routes(payments::routes())
        .routes(refunds::routes())
        .routes(vouchers::routes())
        .routes(shipments::routes());
    let shop = Router::new("/shop").include(catalogue).include(sales);
    Router::new("/v2").tags(["v2"]).layer(SecurityHeaders::new()).include(shop).include(people()).routes({
        use operations::v2::*;
        routes![me, version, report, ticks, delete_everything]
    })
}

/// The app without its state, which is what the faults are injected into.
pub fn wired() -> App {
    App::new("Shop", "1.0.0").depends::<Tenant>().layer(RequestId::new()).include(v1()).include(v2())
}

pub fn app() -> App {
    wired().state(Store::default()).state(Journal::default()).state(Clock(7))
}
