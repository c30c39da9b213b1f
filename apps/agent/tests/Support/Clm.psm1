# Runs the built module as a host would: in a fresh process, with the stubs where Windows has its modules, in
# Constrained Language Mode before anything of ours is imported. Pester itself does not run in that mode.
$stubs = Join-Path $PSScriptRoot '../Stubs'

# A folder of stub modules without those that a host does not have. The same folder for the same modules:
# PowerShell remembers what a folder of modules exports.
function New-StubModulePath {
    param([string[]]$Without = @())
    $folder = Join-Path ([IO.Path]::GetTempPath()) "gf-stubs-$PID-$(($Without | Sort-Object) -join '-')"
    if (Test-Path -LiteralPath $folder) { return $folder }
    $null = New-Item -Path $folder -ItemType Directory
    foreach ($module in Get-ChildItem "$stubs/Modules" -Directory | Where-Object { $Without -notcontains $_.Name }) {
        Copy-Item -LiteralPath $module.FullName -Destination $folder -Recurse
    }
    $folder
}

# A description of a host like Fixtures/hosts/full.json, changed by a script that is handed it as a table.
function New-StubHost {
    param([scriptblock]$Change = {}, [string]$From = "$PSScriptRoot/../Fixtures/hosts/full.json")
    $described = Get-Content -LiteralPath $From -Raw | ConvertFrom-Json -AsHashtable -DateKind String
    $null = & $Change $described
    $path = Join-Path ([IO.Path]::GetTempPath()) "gf-host-$([guid]::NewGuid()).json"
    $described | ConvertTo-Json -Depth 10 | Set-Content -LiteralPath $path
    $path
}

# Runs a script in a process of its own and returns what it printed as JSON. -FullLanguage leaves the mode.
function Invoke-AgentScript {
    param(
        [scriptblock]$Script,
        [string]$StubHost = "$PSScriptRoot/../Fixtures/hosts/full.json",
        [string[]]$Without = @('Dism'),
        [hashtable]$Environment = @{},
        [switch]$FullLanguage
    )
    $modules = New-StubModulePath -Without $Without
    $mode = if ($FullLanguage) { '' } else { "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'" }
    $command = @"
`$ErrorActionPreference = 'Stop'
$mode
Import-Module '$env:GF_AGENT_MODULE'
`$result = & { $Script }
'<<<' + (ConvertTo-Json -InputObject @(`$result) -Depth 12 -Compress) + '>>>'
"@
    $start = [Diagnostics.ProcessStartInfo]::new('pwsh')
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $command) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $variables = @{
        PSModulePath = $modules
        GF_STUB_HOST = (Resolve-Path $StubHost).Path
        SystemRoot = (Resolve-Path "$stubs/SystemRoot").Path
        SystemDrive = 'C:'
        COMPUTERNAME = 'HV-PAR-0309'
        TZ = 'UTC'
    }
    foreach ($key in $Environment.Keys) { $variables[$key] = $Environment[$key] }
    foreach ($key in $variables.Keys) { $start.Environment[$key] = $variables[$key] }
    $process = [Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($output -notmatch '(?s)<<<(.*)>>>') { throw "The script gave no result:`n$output`n$($errors.Result)" }
    # As text: ConvertFrom-Json would make dates of times. A list of one stays a list.
    , ([Text.Json.Nodes.JsonNode]::Parse($Matches[1]).ToJsonString() | ConvertFrom-Json -DateKind String -NoEnumerate)
}
Export-ModuleMember -Function New-StubModulePath, New-StubHost, Invoke-AgentScript
