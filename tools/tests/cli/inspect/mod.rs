//! `smppkit inspect` as its users see it.

mod capture;
mod example;
mod formats;
mod hostile;
mod large;
mod output;
mod pdus;
mod show;
mod streams;
mod tshark;
