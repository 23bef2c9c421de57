using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>Pages of the cache. A group's shared beginning is held once, in whole pages, and stays until the room is needed.</summary>
internal sealed class PagePool(long total, long pageTokens)
{
    private readonly Dictionary<int, Beginning> beginnings = [];
    private long used, clock;

    public long Total => total;

    /// <summary>Tokens of prompts that were not computed again.</summary>
    public long ReusedTokens { get; private set; }

    /// <summary>Pages of a request alone.</summary>
    public long Needed(ServedRequest request) => (request.Prompt + request.Output + pageTokens - 1) / pageTokens;

    /// <summary>Takes the pages of a request's prompt and output, or says that there is no room.</summary>
    public bool TryAdmit(ServedSequence sequence)
    {
        ServedRequest request = sequence.Request;
        long shared = request.Group >= 0 ? request.Prefix / pageTokens : 0;
        Beginning? beginning = shared > 0 ? beginnings.GetValueOrDefault(request.Group) : null;
        bool reuses = beginning is { Computed: true } && beginning.Pages == shared;
        bool holds = beginning is null && shared > 0;
        long own = Needed(request) - (reuses || holds ? shared : 0), needed = own + (holds ? shared : 0);
        while (used + needed > total)
        {
            if (beginnings.Where(b => b.Value.Users == 0 && !(reuses && b.Key == request.Group)).OrderBy(b => b.Value.LastUse).Select(b => (int?)b.Key).FirstOrDefault() is not { } old) return false;
            used -= beginnings[old].Pages;
            beginnings.Remove(old);
        }
        if (holds) beginnings[request.Group] = beginning = new Beginning(shared);
        if (reuses)
        {
            // At least one token of the prompt is computed, for its output is wanted.
            sequence.Prefilled = Math.Min(shared * pageTokens, request.Prompt - 1);
            ReusedTokens += sequence.Prefilled;
        }
        if ((reuses || holds) && beginning is not null) (beginning.Users, beginning.LastUse, sequence.SharesBeginning) = (beginning.Users + 1, clock++, true);
        used += needed;
        sequence.Pages = own;
        return true;
    }

    /// <summary>A prompt is done: its beginning may be reused from now on.</summary>
    public void Computed(ServedRequest request)
    {
        if (request.Group >= 0 && beginnings.TryGetValue(request.Group, out Beginning? beginning)) beginning.Computed = true;
    }

    /// <summary>Gives back what only this sequence used.</summary>
    public void Release(ServedSequence sequence)
    {
        used -= sequence.Pages;
        if (sequence.SharesBeginning) beginnings[sequence.Request.Group].Users--;
    }

    private sealed class Beginning(long pages)
    {
        public long Pages => pages;

        public bool Computed { get; set; }

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
