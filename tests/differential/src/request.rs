//! A request, how it is sent to fastrs, and an answer.

use std::fmt;

use fastrs::http::header::{HeaderName, HeaderValue};
use fastrs::{AppService, Body};
use percent_encoding::percent_decode;
use serde_json::{Value, json};
use tower_service::Service;

/// A request as both sides get it.
#[derive(Debug, Clone)]
pub struct Request {
    pub app: &'static str,
    pub method: &'static str,
    pub target: String,
    /// Values as Latin-1, which can say every byte.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the handler takes a JSON body.
    pub takes_json: bool,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub fn new(status: u16, text: &str) -> Self {
        Self { status, body: serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)) }
    }
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

impl Request {
    /// The line for the other side.
    pub fn line(&self) -> String {
        let body: String = self.body.iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "app": self.app,
            "method": self.method,
            "target": self.target,
            "headers": self.headers,
            "body": body,
        })
        .to_string()
    }

    pub fn content_type(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str())
    }

    /// Whether there are bytes in it, as they come or percent-encoded, that are no UTF-8.
    pub fn has_other_bytes(&self) -> bool {
        let texts = [self.target.clone().into_bytes(), self.body.clone()];
        let headers = self.headers.iter().map(|(_, value)| latin1(value));
        texts.iter().any(|text| percent_decode(text).decode_utf8().is_err())
            || headers.into_iter().any(|value| String::from_utf8(value).is_err())
    }

    pub async fn send(&self, mut service: AppService) -> fastrs::Result<Answer> {
        let mut request = fastrs::http::Request::new(Body::from(self.body.clone()));
        *request.method_mut() = self.method.parse()?;
        *request.uri_mut() = self.target.parse()?;
        for (name, value) in &self.headers {
            let value = HeaderValue::from_bytes(&latin1(value))?;
            request.headers_mut().append(HeaderName::try_from(name)?, value);
        }
        let response = service.call(request).await?;
        let status = response.status().as_u16();
        let bytes = response.into_body().collect(usize::MAX).await?;
        Ok(Answer::new(status, &String::from_utf8_lossy(&bytes)))
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {:?} {:?}",
            self.method,
            self.target,
            self.headers,
            String::from_utf8_lossy(&self.body)
        )
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.body)
    }
}
