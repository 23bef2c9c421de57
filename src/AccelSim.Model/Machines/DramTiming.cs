using AccelSim.Model.Dram;

namespace AccelSim.Model.Machines;

/// <summary>
/// A DRAM standard as the row model reads it: counts are clocks of <see cref="TckPs"/>. Bank groups are ganged
/// (docs/DEVIATIONS.md), so a bank here is one bank of every group and a row is one row of each.
/// Source of each number: the comment beside it in configs/dram.
/// </summary>
public sealed record DramTiming
{
    public required string Standard { get; init; }

    /// <summary>Picoseconds per clock.</summary>
    public required int TckPs { get; init; }

    /// <summary>Buses (pseudo-channels) with their own banks per channel of the standard.</summary>
    public required int PseudoChannels { get; init; }

    /// <summary>Bytes of one burst on one pseudo-channel.</summary>
    public required int BurstBytes { get; init; }

    /// <summary>Clocks the data bus is busy per burst when bank groups alternate (nBL, not below nCCD_S).</summary>
    public required int BurstClocks { get; init; }

    /// <summary>Bank groups that are activated together.</summary>
    public required int BankGroups { get; init; }

    /// <summary>Banks per bank group.</summary>
    public required int BanksPerGroup { get; init; }

    /// <summary>Bytes of one row of one bank.</summary>
    public required int RowBytes { get; init; }

    /// <summary>Rows of one bank; 0 when not known.</summary>
    public int RowsPerBank { get; init; }

    /// <summary>Sets of banks that share a bus (stack IDs, ranks): they count for capacity; the row model opens rows in one set.</summary>
    public int StackIds { get; init; } = 1;

    public required int ReadLatency { get; init; }        // nCL
    public required int WriteLatency { get; init; }       // nCWL
    public required int ActivateToRead { get; init; }     // nRCDRD
    public required int ActivateToWrite { get; init; }    // nRCDWR
    public required int Precharge { get; init; }          // nRP
    public required int ActivateToPrecharge { get; init; } // nRAS
    public required int ReadToPrecharge { get; init; }    // nRTP
    public required int WriteRecovery { get; init; }      // nWR
    public required int ActivateToActivate { get; init; } // nRRD_S
    public required int FourActivates { get; init; }      // nFAW
    public required int WriteToRead { get; init; }        // nWTR_L
    public required int ReadToWrite { get; init; }        // nRTW
    public required int RefreshCycle { get; init; }       // nRFC, all banks
    public required int RefreshInterval { get; init; }    // nREFI

    /// <summary>The command level, or null where the file has only what the row model needs.</summary>
    public DramProtocol? Protocol { get; init; }

    /// <summary>Bytes of a ganged row: one row of every bank group.</summary>
    public int GangedRowBytes => RowBytes * BankGroups;

    /// <summary>Bytes that one channel holds, with all its pseudo-channels.</summary>
    public long ChannelBytes => (long)RowBytes * RowsPerBank * BanksPerGroup * BankGroups * StackIds * PseudoChannels;

    /// <summary>Pin bandwidth of one pseudo-channel, bytes per second.</summary>
    public double PeakBytesPerSecond => BurstBytes / (BurstClocks * TckPs * 1e-12);
}
