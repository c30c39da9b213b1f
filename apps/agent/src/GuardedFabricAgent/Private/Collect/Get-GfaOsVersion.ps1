# With the number of the installed update, which Win32_OperatingSystem leaves out.
function Get-GfaOsVersion {
    param([string]$Version)
    if (-not $Version) { return $null }
    $revision = Read-GfaOptional { Get-GfaRegistryValue -Key 'SOFTWARE\Microsoft\Windows NT\CurrentVersion' -Name 'UBR' }
    if ($null -eq $revision) { return $Version }
    "$Version.$revision"
}
