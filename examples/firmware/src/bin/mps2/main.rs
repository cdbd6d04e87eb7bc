//! The program for Arm's MPS2 board with a Cortex-M4 (AN386), as qemu has it: `-machine mps2-an386`.
//!
//! SMPP goes over the first UART. Semihosting is for the log and the exit status only.
#![no_std]
#![no_main]

mod clock;
mod stack;
mod uart;

use core::fmt;

use cortex_m::Peripherals;
use cortex_m_rt::entry;
use cortex_m_semihosting::{debug, hprintln};
use smppkit::Instant;
use smppkit_firmware::{Application, Link, Outcome, Wire, settings};
use uart::Uart;

/// The session and its window, beside the buffers.
const SESSION: usize = size_of::<smppkit::Session<[smppkit::session::Slot; settings::WINDOW]>>();
const _: () = assert!(SESSION < 1024, "a session takes less than a kilobyte");

#[entry]
fn main() -> ! {
    if let Some(mut peripherals) = Peripherals::take() {
        clock::start(&mut peripherals.SYST);
        let mut uart = Uart::start();
        let mut application = Application::new(log);
        for attempt in 1..=settings::ATTEMPTS {
            log(format_args!("session {attempt}"));
            match run(&mut uart, &mut application) {
                Some(Outcome::Done) => {
                    log(format_args!("session {SESSION}, stack {}", stack::used()));
                    debug::exit(debug::EXIT_SUCCESS);
                }
                _ => pause(&mut uart),
            }
        }
    }
    debug::exit(debug::EXIT_FAILURE);
    loop {
        cortex_m::asm::wfi();
    }
}

/// One session, from the bind to its end. `None` if the settings are wrong.
fn run(uart: &mut Uart, application: &mut Application) -> Option<Outcome> {
    let mut link = Link::new(clock::now()).ok()?;
    application.begin();
    loop {
        let now = clock::now();
        link.poll(now, uart, |event, sender| application.on(now, event, sender));
        if let Some(outcome) = application.outcome() {
            return Some(outcome);
        }
        if let Some(mut sender) = link.sender(now, uart) {
            application.send(now, &mut sender);
        }
        uart.sleep();
    }
}

/// Leaves the line alone, and forgets what still arrives.
fn pause(uart: &mut Uart) {
    let until: Instant = clock::now().saturating_add(settings::PAUSE);
    while clock::now() < until {
        while uart.read().is_some() {}
        uart.sleep();
    }
}

fn log(line: fmt::Arguments<'_>) {
    hprintln!("{}", line);
}

/// Nothing panics: the linker finds no use for this, which a test makes sure of.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    cortex_m::asm::udf()
}
