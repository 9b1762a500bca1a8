using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ModelTrends.Data;

/// <summary>For <c>dotnet ef migrations add</c>, which compares mappings and needs no server.</summary>
public sealed class DesignTimeDb : IDesignTimeDbContextFactory<ModelTrendsDb>
{
    public ModelTrendsDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ModelTrendsDb>().UseNpgsql("Host=unused").UseSnakeCaseNamingConvention().Options);
}
