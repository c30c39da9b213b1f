function Get-GfaDefaultStatePath {
    param([string]$Name = 'Agent')
    $base = $env:ProgramData
    if (-not $base) { $base = '/var/lib' }
    Join-Path (Join-Path $base 'GuardedFabric') $Name
}
