//! Constraints, and checks of one's own.

use chrono::{Local, NaiveDate};
use fastrs::prelude::*;
use fastrs::validate::Issue;
use rust_decimal::Decimal;
use serde_json::{Value, json};

super::echo! {
    read_gt "/q/gt" #[query(gt = 3)] i64;
    read_ge "/q/ge" #[query(ge = 3)] i64;
    read_lt "/q/lt" #[query(lt = 3)] i64;
    read_le "/q/le" #[query(le = 3)] i64;
    read_range "/q/range" #[query(gt = 0, le = 1.5)] f64;
    read_multiple "/q/multiple" #[query(multiple_of = 5)] i64;
    read_multiple_float "/q/multiple-float" #[query(multiple_of = 0.5)] f64;
    read_finite "/q/finite" f64;
    read_length "/q/length" #[query(min_length = 2, max_length = 4)] String;
    read_length_one "/q/length-one" #[query(min_length = 1, max_length = 1)] String;
    read_pattern "/q/pattern" #[query(pattern = "^[a-z]+$")] String;
    read_digits "/q/digits" #[query(max_digits = 4, decimal_places = 2)] Decimal;
    read_gt_date "/q/gt-date" #[query(validate = is_after_new_year)] NaiveDate;
    read_past_date "/q/past-date" #[query(validate = is_past)] NaiveDate;
    read_future_date "/q/future-date" #[query(validate = is_future)] NaiveDate;
    p_bounded "/p/bounded/{v}" #[path(ge = 1, le = 10)] i64;
}

fn is_after_new_year(date: &NaiveDate) -> Result<(), Issue> {
    let new_year = "2024-01-01";
    if date.to_string().as_str() > new_year {
        return Ok(());
    }
    Err(Issue::new("greater_than", format!("Input should be greater than {new_year}"))
        .with_ctx("gt", new_year))
}

fn is_past(date: &NaiveDate) -> Result<(), Issue> {
    let past = *date < Local::now().date_naive();
    if past { Ok(()) } else { Err(Issue::new("date_past", "Date should be in the past")) }
}

fn is_future(date: &NaiveDate) -> Result<(), Issue> {
    let future = *date > Local::now().date_naive();
    if future { Ok(()) } else { Err(Issue::new("date_future", "Date should be in the future")) }
}
