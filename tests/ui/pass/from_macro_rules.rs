//! Handlers and models can come out of `macro_rules!`.
use fastrs::prelude::*;

macro_rules! resource {
    ($model:ident, $list:ident, $patch:ident, $made:ident, $depend:ident, $get:ident, $name:ident, $path:literal, $ty:ty) => {
        #[model]
        struct $model {
            #[field(ge = 1)]
            value: $ty,
        }

        #[model(partial = $patch)]
        struct $list {
            items: Vec<$model>,
            first: $model,
        }

        #[dependency]
        async fn $depend(_limit: Option<$ty>) -> $made {
            $made
        }

        #[get("/")]
        async fn $get(made: Depends<$made>, #[query] filter: $model) -> $model {
            let _ = made;
            filter
        }

        #[post($path)]
        async fn $name(limit: Option<$ty>, #[query(default = 1, le = 9)] step: $ty, item: $list) -> Option<$list> {
            let _ = (limit, step);
            Some(item)
        }
    };
}

struct One;
struct Two;

resource!(Small, Smalls, SmallsPatch, One, one, get_small, small, "/small", u8);
resource!(Big, Bigs, BigsPatch, Two, two, get_big, big, "/big", u64);

fn main() {
    App::new("Numbers", "1.0.0").routes(routes![small, big]).build().unwrap();
    let _ = big::request().limit(3);
}
