# What every stub shares: the host that a test describes in the JSON file GF_STUB_HOST. Written for Constrained
# Language Mode, since the stubs run in the mode of what they stand in for.
function Get-StubHost {
    param([string]$Of)
    if ($Of) { return (Get-StubRemoteHost -Name $Of) }
    if (-not $script:StubHost) { $script:StubHost = Get-Content -LiteralPath $env:GF_STUB_HOST -Raw | ConvertFrom-Json }
    $script:StubHost
}

# A host that a session leads to; null where there is none of this name.
$remoteHosts = @{}
function Get-StubRemoteHost {
    param([string]$Name)
    $path = Join-Path $env:GF_STUB_HOSTS "$Name.json"
    if ($null -eq $remoteHosts[$Name] -and (Test-Path -LiteralPath $path)) { $remoteHosts[$Name] = Get-Content -LiteralPath $path -Raw | ConvertFrom-Json }
    $remoteHosts[$Name]
}

# Another description from here on: many cases in one process.
function Set-StubHost {
    param([string]$Path)
    $env:GF_STUB_HOST = $Path
    $script:StubHost = $null
    $script:remoteHosts = @{}
}

# Does to a command what the host says: hangs, is denied, fails. Otherwise returns the data under its name. An error
# ends whoever asked for that alone (-ErrorAction Stop): the functions of other modules do not see what a module
# prefers, and many of the cmdlets that these stand in for are such functions.
function Enter-StubCommand {
    param([string]$Name, $Action)
    $described = Get-StubHost
    # How the process that asks was started.
    if ($env:GF_STUB_PROCESSES) { foreach ($kind in 'cmdline', 'environ') { Add-Content -LiteralPath $env:GF_STUB_PROCESSES -Value (Get-Content -LiteralPath "/proc/$PID/$kind" -Raw) } }
    if (@($described.hang) -contains $Name) { Start-Sleep -Seconds 600 }
    $failure = $described.throw.$Name
    if ($failure) { Write-Error -Message $failure -ErrorAction $Action; return }
    # Installed, but nothing behind it.
    if (@($described.absent) -contains $Name) { Write-Error -Message 'Invalid namespace' -ErrorId 'HRESULT 0x8004100e' -Category MetadataError -ErrorAction $Action; return }
    $described.commands.$Name
}

# Leaves a line for the test to read.
function Write-StubLog {
    param([string]$Name, $Argument)
    if (-not $env:GF_STUB_LOG) { return }
    $line = @{ command = $Name; arguments = $Argument } | ConvertTo-Json -Depth 6 -Compress
    Add-Content -LiteralPath $env:GF_STUB_LOG -Value $line
}

# What was registered with Windows and is still there, one file each under GF_STUB_WINDOWS: tasks, event sources.
# A test that asks for none has a Windows that forgets.
function Get-StubRegistrationPath {
    param([string]$Kind, [string]$Name)
    if ($env:GF_STUB_WINDOWS) { Join-Path $env:GF_STUB_WINDOWS ("$Kind-$Name" -replace '\\', '+') }
}
function Test-StubRegistration {
    param([string]$Kind, [string]$Name)
    $path = Get-StubRegistrationPath -Kind $Kind -Name $Name
    $path -and (Test-Path -LiteralPath $path)
}
function Set-StubRegistration {
    param([string]$Kind, [string]$Name)
    $path = Get-StubRegistrationPath -Kind $Kind -Name $Name
    if ($path) { Set-Content -LiteralPath $path -Value '' }
}
function Remove-StubRegistration {
    param([string]$Kind, [string]$Name)
    if (-not (Test-StubRegistration -Kind $Kind -Name $Name)) { Write-Error -Message "There is no $Kind $Name."; return }
    Remove-Item -LiteralPath (Get-StubRegistrationPath -Kind $Kind -Name $Name)
}

# A fresh object for each call: nothing that a caller does to it reaches the next.
function ConvertTo-StubObject {
    param($Described)
    $table = [ordered]@{}
    foreach ($property in $Described.PSObject.Properties) { $table[$property.Name] = $property.Value }
    New-Object psobject -Property $table
}
Export-ModuleMember -Function Test-StubRegistration, Set-StubRegistration, Remove-StubRegistration, Get-StubHost, Set-StubHost, Enter-StubCommand, Write-StubLog, ConvertTo-StubObject
