namespace AccelSim.Model.Dram;

/// <summary>Commands that the controller knows how to use; a standard lists those that it has.</summary>
public enum DramCommand
{
    Activate,
    Precharge,
    PrechargeAll,
    Read,
    Write,
    ReadPrecharge,
    WritePrecharge,
    RefreshAll,
    RefreshBank,
}
