# The script of docs/agent.md by which Configuration Manager and the like tell whether a host has the agent, as somebody copies it.
BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    $text = Get-Content -LiteralPath "$PSScriptRoot/../../../../docs/agent.md" -Raw
    $section = ($text -split '(?m)^### Configuration Manager')[1]
    Set-Content "$TestDrive/detect.ps1" ([regex]::Match($section, '(?s)```powershell\r?\n(.*?)```').Groups[1].Value)
    foreach ($result in 0, 1, 2, 3, 4, 5, 6, 7, 9, 0x41301, 0x41303, 0x41306) { Copy-Item (New-StubHost { param($table) $table['lastTaskResult'] = $result }) "$TestDrive/$result.json" }
    $found = @{}
    foreach ($full in $true, $false) {
        $data = "$TestDrive/data-$full"
        $null = New-Item "$data/GuardedFabric/Agent", "$data.windows" -ItemType Directory -Force
        $result = Invoke-AgentScript -Apart -FullLanguage:$full -Environment @{ GF_TEST_DRIVE = "$TestDrive"; ProgramData = $data; GF_STUB_WINDOWS = "$data.windows" } -Script {
            $detect = Get-Content "$env:GF_TEST_DRIVE/detect.ps1" -Raw
            function Get-Detected { "$(Invoke-Expression $detect)" }
            $said = @{ nothing = Get-Detected }
            Set-Content "$env:ProgramData/GuardedFabric/Agent/identity.xml" ''
            $said['no task'] = Get-Detected
            $null = Register-ScheduledTask -TaskName GuardedFabricAgent -TaskPath '\GuardedFabric\'
            foreach ($result in 0, 1, 2, 3, 4, 5, 6, 7, 9, 0x41301, 0x41303, 0x41306) {
                Set-StubHost -Path "$env:GF_TEST_DRIVE/$result.json"
                $said["$result"] = Get-Detected
            }
            Remove-Item "$env:ProgramData/GuardedFabric/Agent/identity.xml"
            $said['no identity'] = Get-Detected
            $said
        }
        $found["$full"] = $result[0]
    }
}

Describe 'the detection script, in full language: <_>' -ForEach 'True', 'False' {
    It 'finds an agent that is installed and works, or will' {
        foreach ($code in 0, 3, 5, 7, 0x41301, 0x41303, 0x41306) { $found[$_]."$code" | Should -Be Installed -Because $code }
    }

    It 'finds none where a part is missing, or its last run needs somebody' {
        foreach ($case in 'nothing', 'no task', 'no identity', 1, 2, 4, 6, 9) { $found[$_]."$case" | Should -BeNullOrEmpty -Because $case }
    }
}
