//! `smppkit inspect` as its users see it.

mod capture;
mod example;
mod formats;
mod hostile;
mod output;
mod pdus;
mod show;
mod streams;
mod tshark;
