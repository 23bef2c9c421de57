using AccelSim.Explore.Results;

namespace AccelSim.Explore.Plots;

/// <summary>A drawn plot: the same input gives the same bytes on every machine.</summary>
/// <param name="Png">Raster for screens and slides, two pixels per unit of length.</param>
/// <param name="Svg">Vectors for papers and pages.</param>
public sealed record Picture(byte[] Png, string Svg)
{
    /// <summary>Writes the picture to a file, atomically; the ending says which form.</summary>
    /// <exception cref="ArgumentException">The ending is neither .png nor .svg.</exception>
    /// <exception cref="WriteFailedException">The file cannot be written.</exception>
    public void WriteFile(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".png": AtomicFile.Write(path, Png); break;
            case ".svg": AtomicFile.Write(path, Svg); break;
            default: throw new ArgumentException($"{path}: a picture's name ends with .png or .svg");
        }
    }
}
