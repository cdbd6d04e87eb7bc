#!/usr/bin/perl
# Net::SMPP as an ESME: `esme.pl PORT SCENARIO`.
use strict;
use warnings;
use JSON::PP;
use Net::SMPP;
use Time::HiRes;
use IO::Select;

my ($port, $scenario) = @ARGV;
my $json = JSON::PP->new->utf8->canonical;
my ($smpp, %ids, @deliveries, %answers);
$| = 1;

sub tell_of {
    my ($step, %seen) = @_;
    print $json->encode({ step => $step->{step}, %seen }), "\n";
}

sub cannot { die { cannot => $_[0] } }

my @ADDRESSES = qw(source_addr_ton source_addr_npi source_addr dest_addr_ton dest_addr_npi destination_addr);

# Takes one PDU, and answers it if it is a request.
sub take_one {
    my $pdu = $smpp->read_pdu() or return 0;
    my $command = $pdu->{cmd};
    if ($command == Net::SMPP::CMD_deliver_sm) {
        my %fields = map { $_ => $pdu->{$_} } @ADDRESSES, qw(esm_class data_coding);
        $fields{short_message} = unpack('H*', $pdu->{short_message});
        $fields{$_} += 0 for grep { /_ton$|_npi$|esm_class|data_coding/ } keys %fields;
        push @deliveries, { received => 'deliver_sm', fields => \%fields };
        $smpp->deliver_sm_resp(message_id => '', seq => $pdu->{seq});
    } elsif ($command == Net::SMPP::CMD_enquire_link) {
        $smpp->enquire_link_resp(seq => $pdu->{seq});
    } elsif ($command == Net::SMPP::CMD_unbind) {
        $smpp->unbind_resp(seq => $pdu->{seq});
    } else {
        $answers{ $pdu->{seq} } = $pdu;
    }
    return 1;
}

sub answer_to {
    my ($seq) = @_;
    while (!exists $answers{$seq}) { take_one() or die "the connection is over" }
    return delete $answers{$seq};
}

sub answered {
    my ($step, $pdu) = @_;
    my $id = $pdu->{message_id} // '';
    $ids{ $step->{step} } = $id;
    tell_of($step, command_status => $pdu->{status} + 0, message_id => $id);
}

sub fields {
    my ($pdu) = @_;
    my %fields = %$pdu;
    $fields{short_message} = pack('H*', $fields{short_message}) if exists $fields{short_message};
    return %fields;
}

sub tlvs {
    my ($step) = @_;
    my @tlvs;
    for my $tlv (@{ $step->{tlvs} // [] }) {
        cannot('sends a vendor\'s TLV only as a small number') unless $tlv->{name};
        push @tlvs, $tlv->{name} => pack('H*', $tlv->{hex});
    }
    return @tlvs;
}

my %do = (
    bind => sub {
        my ($step) = @_;
        my $version = $step->{interface_version};
        $smpp = Net::SMPP->new_connect('127.0.0.1', port => $port, async => 1) or die "no connection: $!";
        my $bind = "bind_$step->{kind}";
        my $seq = $smpp->$bind(
            system_id => $step->{system_id}, password => $step->{password}, interface_version => $version, system_type => '',
            addr_ton => 0, addr_npi => 0, address_range => '');
        my $answer = answer_to($seq);
        tell_of($step, command_status => $answer->{status} + 0);
    },
    submit_sm => sub {
        my ($step) = @_;
        answered($step, answer_to($smpp->submit_sm(fields($step->{pdu}), tlvs($step))));
    },
    submit_text => sub { cannot('leaves alphabets and parts to the application') },
    submit_many => sub {
        my ($step) = @_;
        my @sent = map { $smpp->submit_sm(fields($step->{pdu})) } 1 .. $step->{count};
        answered($step, answer_to($_)) for @sent;
    },
    data_sm => sub {
        my ($step) = @_;
        answered($step, answer_to($smpp->data_sm(fields($step->{pdu}), tlvs($step))));
    },
    submit_multi => sub {
        my ($step) = @_;
        my %to;
        for my $to (@{ $step->{dest_address} }) {
            push @{ $to{dest_flag} }, 1;
            push @{ $to{$_} }, $to->{$_} for qw(dest_addr_ton dest_addr_npi destination_addr);
        }
        answered($step, answer_to($smpp->submit_multi(fields($step->{pdu}), %to)));
    },
    query_sm => sub {
        my ($step) = @_;
        my %source = map { $_ => $step->{$_} } qw(source_addr_ton source_addr_npi source_addr);
        my $answer = answer_to($smpp->query_sm(message_id => $ids{ $step->{message} }, %source));
        tell_of($step, command_status => $answer->{status} + 0, message_id => $answer->{message_id},
            message_state => $answer->{message_state} + 0);
    },
    replace_sm => sub {
        my ($step) = @_;
        my %fields = map { $_ => $step->{$_} } qw(source_addr_ton source_addr_npi source_addr schedule_delivery_time);
        my $answer = answer_to($smpp->replace_sm(
            message_id => $ids{ $step->{message} }, %fields, short_message => pack('H*', $step->{short_message})));
        tell_of($step, command_status => $answer->{status} + 0);
    },
    cancel_sm => sub {
        my ($step) = @_;
        my %fields = map { $_ => $step->{$_} } @ADDRESSES;
        my $answer = answer_to($smpp->cancel_sm(message_id => $ids{ $step->{message} }, %fields));
        tell_of($step, command_status => $answer->{status} + 0);
    },
    enquire_link => sub {
        my ($step) = @_;
        tell_of($step, command_status => answer_to($smpp->enquire_link())->{status} + 0);
    },
    receive => sub {
        my ($step) = @_;
        tell_of($step, ready => JSON::PP::true);
        for (1 .. $step->{count}) {
            while (!@deliveries) { take_one() or die "the connection is over" }
            tell_of($step, %{ shift @deliveries });
        }
    },
    wait => sub {
        my ($step) = @_;
        tell_of($step, ready => JSON::PP::true);
        my $select = IO::Select->new($smpp);
        my $end = Time::HiRes::time() + $step->{seconds};
        while ((my $left = $end - Time::HiRes::time()) > 0) { take_one() if $select->can_read($left) }
    },
    unbind => sub {
        my ($step) = @_;
        tell_of($step, command_status => answer_to($smpp->unbind())->{status} + 0);
        close $smpp;
    },
    receive_unbind => sub {
        my ($step) = @_;
        tell_of($step, ready => JSON::PP::true);
        while (take_one()) { }
        tell_of($step, closed => JSON::PP::true);
    },
);

open my $file, '<:raw', $scenario or die "$scenario: $!";
my $sessions = $json->decode(do { local $/; <$file> });
for my $session (@$sessions) {
    for my $step (@$session) {
        my $doing = $do{ $step->{do} };
        eval { $doing->($step); 1 } or do {
            my $error = $@;
            die $error unless ref $error && $error->{cannot};
            tell_of($step, cannot => $error->{cannot});
        };
    }
}
