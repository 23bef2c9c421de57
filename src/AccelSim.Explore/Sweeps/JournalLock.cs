namespace AccelSim.Explore.Sweeps;

/// <summary>
/// Keeps two processes out of one journal while others may read it: a lock on a byte far behind the end, which the system drops when the
/// process ends, however it ends. Where the file system has no locks there is none.
/// </summary>
internal static class JournalLock
{
    private const long Place = long.MaxValue - 1;
    private const int TryAgain = 11, SharingViolation = unchecked((int)0x80070021);

    /// <summary>Whether the lock is held now; false when another process has it.</summary>
    public static bool TryTake(FileStream file)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return true;
        try
        {
            file.Lock(Place, 1);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException error)
        {
            return error.HResult is not (TryAgain or SharingViolation);
        }
    }
}
