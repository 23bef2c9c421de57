namespace AccelSim.Cli;

/// <summary>Exit codes of the contract.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;
    public const int NoGpu = 77;
    public const int Interrupted = 130;
}
