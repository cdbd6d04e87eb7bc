//! The first UART of the board, a CMSDK APB UART (Arm DDI 0479D §4.3), with a ring of octets in either direction.

use cortex_m::interrupt::InterruptNumber;
use cortex_m::peripheral::NVIC;
use smppkit_firmware::settings::{RECEIVE_RING, SEND_RING};
use smppkit_firmware::{Ring, Wire};

static RECEIVED: Ring<RECEIVE_RING> = Ring::new();
static TO_SEND: Ring<SEND_RING> = Ring::new();

const BASE: usize = 0x4000_4000;
/// 115200 bits per second at 25 MHz.
const DIVIDER: u32 = 217;

#[derive(Copy, Clone)]
#[repr(usize)]
enum Register {
    Data = 0x00,
    State = 0x04,
    Control = 0x08,
    /// Which interrupts are pending; writing a bit clears it.
    Interrupts = 0x0C,
    Divider = 0x10,
}

const STATE_SEND_FULL: u32 = 1;
const STATE_RECEIVE_FULL: u32 = 2;
const INTERRUPT_SEND: u32 = 1;
const INTERRUPT_RECEIVE: u32 = 2;
/// Send and receive, with an interrupt for the former.
const CONTROL: u32 = 0b0111;
const CONTROL_RECEIVE_INTERRUPT: u32 = 0b1000;

fn get(register: Register) -> u32 {
    // SAFETY: the board has a register there, and reading one of these touches no memory.
    unsafe { ((BASE + register as usize) as *const u32).read_volatile() }
}

fn set(register: Register, value: u32) {
    // SAFETY: as above.
    unsafe { ((BASE + register as usize) as *mut u32).write_volatile(value) }
}

/// The loop's side of it. There is one: see `start`.
pub struct Uart(());

impl Uart {
    pub fn start() -> Self {
        set(Register::Divider, DIVIDER);
        set(Register::Control, CONTROL | CONTROL_RECEIVE_INTERRUPT);
        for interrupt in [Interrupt::Receive, Interrupt::Send] {
            // SAFETY: no critical section relies on their being masked.
            unsafe { NVIC::unmask(interrupt) };
        }
        Self(())
    }

    /// Sleeps until something arrives, was sent, or a tick comes.
    pub fn sleep(&self) {
        // An interrupt that comes between the look and the sleep would be slept through. While they are disabled, it ends
        // the sleep, and is handled after it.
        cortex_m::interrupt::free(|_| {
            if RECEIVED.is_empty() {
                cortex_m::asm::wfi();
            }
        });
    }
}

impl Wire for Uart {
    fn read(&mut self) -> Option<u8> {
        let octet = RECEIVED.take();
        // What had to wait until there was room makes no interrupt again.
        if octet.is_some() && get(Register::State) & STATE_RECEIVE_FULL != 0 {
            cortex_m::interrupt::free(|_| receive());
        }
        octet
    }

    fn room(&self) -> usize {
        TO_SEND.room()
    }

    fn write(&mut self, octets: &[u8]) {
        for octet in octets {
            TO_SEND.put(*octet);
        }
        // The interrupt tells that an octet was sent: the first must be sent without it. Only one side may take.
        cortex_m::interrupt::free(|_| send_next());
    }
}

fn send_next() {
    if get(Register::State) & STATE_SEND_FULL == 0
        && let Some(octet) = TO_SEND.take()
    {
        set(Register::Data, octet.into());
    }
}

extern "C" fn on_sent() {
    set(Register::Interrupts, INTERRUPT_SEND);
    send_next();
}

extern "C" fn on_received() {
    set(Register::Interrupts, INTERRUPT_RECEIVE);
    receive();
}

fn receive() {
    // First: what comes behind the last look makes an interrupt only if it is enabled by then.
    set(Register::Control, CONTROL | CONTROL_RECEIVE_INTERRUPT);
    while get(Register::State) & STATE_RECEIVE_FULL != 0 {
        if RECEIVED.room() == 0 {
            // Until the loop has taken some. A line that does not wait (no RTS) loses octets here: the ring is too small.
            set(Register::Control, CONTROL);
            return;
        }
        RECEIVED.put(get(Register::Data) as u8);
    }
}

#[derive(Copy, Clone)]
#[repr(u16)]
enum Interrupt {
    Receive = 0,
    Send = 1,
}

// SAFETY: these are their numbers.
unsafe impl InterruptNumber for Interrupt {
    fn number(self) -> u16 {
        self as u16
    }
}

/// Behind the vectors of the processor itself, which cortex-m-rt has.
#[unsafe(link_section = ".vector_table.interrupts")]
#[unsafe(no_mangle)]
pub static __INTERRUPTS: [extern "C" fn(); 2] = [on_received, on_sent];
